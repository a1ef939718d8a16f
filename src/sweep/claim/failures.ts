import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { DeviceError } from '../../base/errors.js';
import { writeFileAtomically } from '../../store/atomic-file.js';
import { guardFiles } from '../../store/device-fault.js';
import { namesIn } from '../../store/names-in.js';
import { readTextIfThere } from '../../store/read-text.js';
import { createDirectory } from '../../store/run-directory.js';
import type { Point } from '../design/records.js';
import { layout } from '../layout.js';
import type { FailedAttempt, FailureRecord } from './lease-record.js';

const schema: z.ZodType<FailureRecord> = z.object({
  id: z.string(),
  seed: z.string(),
  overrides: z.array(z.string()),
  attempts: z.array(
    z.object({
      command: z.enum(['run', 'pressure']),
      kind: z.enum(['input', 'machine', 'program']),
      error: z.string(),
      host: z.string(),
      time: z.string(),
    }),
  ),
});

const FAILURE_FILE = /^[^.]+\.json$/;

/** Attempts that a point has left. */
export function attemptsLeft({ attempts }: FailureRecord, retries: number): number {
  // The same input fails the same way.
  if (attempts.some(({ kind }) => kind === 'input')) return 0;
  return Math.max(0, 1 + retries - attempts.length);
}

/** Adds an attempt to what is known of a point; only the holder of its lease may. */
export function recordFailure(
  directory: string,
  { id, seed, overrides }: Pick<Point, 'id' | 'seed' | 'overrides'>,
  attempt: FailedAttempt,
): FailureRecord {
  const attempts = [...(readFailure(directory, id)?.attempts ?? []), attempt];
  const record = { id, seed, overrides, attempts };
  const file = layout.failed(directory, id);
  createDirectory(dirname(file));
  writeFileAtomically(file, `${JSON.stringify(record, null, 2)}\n`);
  return record;
}

/** What is known of a point's failed attempts; null where none failed. */
export function readFailure(directory: string, id: string): FailureRecord | null {
  const file = layout.failed(directory, id);
  const text = readTextIfThere(file);
  return text === null ? null : parseFailure(file, text);
}

/** All points of which attempts failed, by id. */
export function readFailures(directory: string): Map<string, FailureRecord> {
  const root = layout.fails(directory);
  const ids = namesIn(root)
    .flatMap((fan) => namesIn(join(root, fan)))
    .filter((name) => FAILURE_FILE.test(name))
    .map((name) => name.slice(0, name.indexOf('.')))
    .sort();
  return new Map(
    ids.flatMap((id) => {
      const record = readFailure(directory, id);
      return record === null ? [] : [[id, record] as const];
    }),
  );
}

/** Gives a point all its attempts back, or forgets those that failed before it was finished, once they are in its pack. */
export function forgetFailure(directory: string, id: string): void {
  const file = layout.failed(directory, id);
  guardFiles('remove', file, () => rmSync(file, { force: true }));
}

function parseFailure(file: string, text: string): FailureRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = null;
  }
  const record = schema.safeParse(value).data;
  if (record !== undefined) return record;
  throw new DeviceError(`${file}: not a record of failed attempts; remove it to have the run tried again`);
}
