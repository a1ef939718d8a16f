import { closeSync, fstatSync, openSync } from 'node:fs';
import { guardFiles, systemErrorCode } from '../device-fault.js';
import { readBlock } from '../pieces.js';

/** A file that is open for reading at any place. */
export interface Bytes {
  /** For messages. */
  readonly file: string;
  readonly size: number;
  /** The bytes from a position within the file; they must not be written to. */
  readonly read: (position: number, length: number) => Buffer;
}

/** Files up to this many bytes are read at once: one call to the system in place of several. */
const READ_WHOLE = 2 ** 22;

/** Opens a file for a piece of work; null where there is none. */
export function withBytes<T>(file: string, work: (bytes: Bytes) => T): T | null {
  const handle = guardFiles('read', file, () => openIfThere(file));
  if (handle === null) return null;
  try {
    return work(guardFiles('read', file, () => bytesOf(handle, file)));
  } finally {
    closeSync(handle);
  }
}

function openIfThere(file: string): number | null {
  try {
    return openSync(file, 'r');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error) ?? '')) return null;
    throw error;
  }
}

function bytesOf(handle: number, file: string): Bytes {
  const { size } = fstatSync(handle);
  const read = (position: number, length: number): Buffer => {
    const block = Buffer.allocUnsafe(length);
    const isWhole = guardFiles('read', file, () => readBlock(handle, block, position));
    // It became shorter while it was read: whoever makes sense of the bytes finds zeros that are none.
    return isWhole ? block : block.fill(0);
  };
  if (size > READ_WHOLE) return { file, size, read };
  const whole = read(0, size);
  return { file, size, read: (position, length) => whole.subarray(position, position + length) };
}
