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
  return guardFiles('read', file, () => {
    const handle = openIfThere(file, 'r');
    if (handle === null) return null;
    try {
      const { mtimeNs, mtimeMs } = fstatSync(handle, { bigint: true });
      const text = readFileSync(handle, 'utf8');
      return { n, record: decode(text), token: tokenIn(text), beatAt: Number(mtimeMs), trace: `${mtimeNs} ${text}` };
    } finally {
      closeSync(handle);
    }
  });
}

/**
 * Rewrites a lease in place, so that the file system sets its time; false, and nothing written, where the file is gone or
 * is somebody else's.
 */
export function rewriteLease(file: string, record: LeaseRecord): boolean {
  return guardFiles('write', file, () => {
    // Opened anew each time: a network file system then looks whether it is still the same file, and writes at the close.
    const handle = openIfThere(file, 'r+');
    if (handle === null) return false;
    try {
      if (tokenIn(readFileSync(handle, 'utf8')) !== record.token) return false;
      writeSync(handle, encodeLease(record), 0, LENGTH, 0);
      return true;
    } finally {
      closeSync(handle);
    }
  });
}

function openIfThere(file: string, flags: string): number | null {
  try {
    return openSync(file, flags);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
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
