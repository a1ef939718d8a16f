import { z } from 'zod';
import { DeviceError } from '../../base/errors.js';
import type { Json } from '../../store/json.js';
import { readTextIfThere } from '../../store/read-text.js';
import type { Given, PointCommand } from '../design/records.js';
import { layout } from '../layout.js';

/** Rises with every change of what a sweep's directory holds. */
export const SWEEP_VERSION = 1;

/** What `sweep.json` holds: what all runs of the directory have in common, and the design as last given. */
export interface SweepRecord {
  readonly sweepVersion: typeof SWEEP_VERSION;
  readonly name: string;
  /** ISO 8601, by the clock of whoever started it. */
  readonly created: string;
  readonly base: {
    /** As its user knows it, when the directory was made. */
    readonly file: string;
    readonly hash: string;
    readonly seed: string;
    /** The resolved scenario: what it was, key by key. */
    readonly scenario: Json;
  };
  readonly commands: readonly PointCommand[];
  /** What results hang on: `exact`, the evaluator of analog units, or null for any that counts. */
  readonly evaluator: string | null;
  /** What the copies of sweep file and base are to be read with. */
  readonly given: Given;
  readonly design: {
    /** Hash over the ids of all points. */
    readonly hash: string;
    readonly points: number;
    /** So many of which were resolved and found without fault. */
    readonly checked: number;
  };
}

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits');
const count = z.number().int().nonnegative();

const schema = z.object({
  sweepVersion: z.literal(SWEEP_VERSION),
  name: z.string().min(1),
  created: z.string(),
  base: z.object({
    file: z.string(),
    hash,
    seed: z.string(),
    scenario: z.custom<Json>((value) => value !== undefined, 'expected a value'),
  }),
  commands: z.array(z.enum(['run', 'pressure'])).min(1),
  evaluator: z.string().nullable(),
  given: z.object({
    overrides: z.array(z.string()),
    seed: z.string().nullable(),
    evaluator: z.string().nullable(),
  }),
  design: z.object({ hash, points: count, checked: count }),
});

export function encodeRecord(record: SweepRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}

/**
 * The record of a sweep's directory; null where there is none.
 *
 * @throws DeviceError where it is damaged or of another version
 */
export function findRecord(directory: string): SweepRecord | null {
  const file = layout.record(directory);
  const text = readTextIfThere(file);
  return text === null ? null : parseRecord(file, text);
}

function parseRecord(file: string, text: string): SweepRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new DeviceError(`${file}: not JSON (${(error as Error).message}); the file is damaged`, { cause: error });
  }
  const version = z.object({ sweepVersion: z.number() }).safeParse(value).data?.sweepVersion;
  if (version !== undefined && version !== SWEEP_VERSION) {
    throw new DeviceError(
      `${file}: a sweep of version ${version}; this program reads ${SWEEP_VERSION}: go on with the version that made it`,
    );
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `${path.join('.') || 'whole file'}: ${message}`);
  throw new DeviceError(`${file}: not the record of a sweep: ${faults.join('; ')}`);
}
