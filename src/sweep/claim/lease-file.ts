import { closeSync, fstatSync, openSync, readFileSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { InvariantError } from '../../base/errors.js';
import { guardFiles, systemErrorCode } from '../../store/device-fault.js';
import type { LeaseRecord } from './lease-record.js';

/** Bytes of a lease file: always the same, so that one rewritten in place is never longer or shorter than it was. */
const LENGTH = 1024;

const schema: z.ZodType<LeaseRecord> = z.object({
  id: z.string(),
  token: z.string(),
  host: z.string(),
  pid: z.number(),
  job: z.string().nullable(),
  since: z.string(),
  progress: z
    .object({
      command: z.enum(['run', 'pressure']),
      done: z.number(),
      total: z.number(),
      from: z.number(),
      elapsedMs: z.number(),
    })
    .nullable(),
});

/** A lease file as it was found. */
export interface LeaseSighting {
  readonly n: number;
  /** Null where it was read in the middle of a beat, or a crash of the machine took what it held. */
  readonly record: LeaseRecord | null;
  /** Whose it is, in the middle of a beat too; null only where it holds nothing of a lease. */
  readonly token: string | null;
  /** Its last beat, ms since 1970 by the file system's clock. */
  readonly beatAt: number;
  /** Time to the nanosecond, and text: another sighting that is equal in both saw no beat in between. */
  readonly trace: string;
}

/** What a lease file holds: one line of JSON, padded. */
export function encodeLease(record: LeaseRecord): Buffer {
  const { id, token, ...rest } = record;
  // In front of all that changes from beat to beat.
  const text = JSON.stringify({ id, token, ...rest });
  const bytes = Buffer.alloc(LENGTH, ' ');
  if (Buffer.byteLength(text) >= LENGTH) throw new InvariantError(`a lease of more than ${LENGTH} bytes: ${text}`);
  bytes.write(text, 0);
  bytes.write('\n', LENGTH - 1);
  return bytes;
}

/** Looks at a lease file; null where it is gone. */
export function seeLease(file: string, n: number): LeaseSighting | null {
  const found = guardFiles('read', file, () =>
    openedIfThere(file, 'r', (handle) => {
      const { mtimeNs, mtimeMs } = fstatSync(handle, { bigint: true });
      return { mtimeNs, beatAt: Number(mtimeMs), text: readFileSync(handle, 'utf8') };
    }),
  );
  if (found === null) return null;
  const { mtimeNs, beatAt, text } = found;
  return { n, record: decode(text), token: tokenIn(text), beatAt, trace: `${mtimeNs} ${text}` };
}

/**
 * Rewrites a lease in place, so that the file system sets its time; false, and nothing written, where the file is gone or
 * is somebody else's.
 */
export function rewriteLease(file: string, record: LeaseRecord): boolean {
  const isRewritten = guardFiles('write', file, () =>
    // Opened anew each time: a network file system then looks whether it is still the same file, and writes at the close.
    openedIfThere(file, 'r+', (handle) => {
      if (tokenIn(readFileSync(handle, 'utf8')) !== record.token) return false;
      writeSync(handle, encodeLease(record), 0, LENGTH, 0);
      return true;
    }),
  );
  return isRewritten ?? false;
}

/** What work on an open file gives; null where the file is gone: of a network file system also while it is open. */
function openedIfThere<T>(file: string, flags: string, work: (handle: number) => T): T | null {
  try {
    const handle = openSync(file, flags);
    try {
      return work(handle);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    if (['ENOENT', 'ESTALE'].includes(systemErrorCode(error) ?? '')) return null;
    throw error;
  }
}

/**
 * The token of a lease by its place alone: a beat writes the same bytes there again, so whoever reads in the middle of one
 * finds it whole.
 */
function tokenIn(text: string): string | null {
  return text.match(/"token":"([0-9a-f]+)"/)?.[1] ?? null;
}

function decode(text: string): LeaseRecord | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
