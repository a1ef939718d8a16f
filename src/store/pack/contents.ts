import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DeviceError } from '../../base/errors.js';
import type { TableSpec } from '../../base/table.js';
import { storedColumns, word } from '../manifest.js';
import { namesIn } from '../names-in.js';
import { readTextIfThere } from '../read-text.js';

/** Rises with every change of what a pack holds. */
export const PACK_VERSION = 1;

/** A pack is a folder of this name; any other folder beside it is being written or removed. */
const PACK_NAME = /^\d{6}$/;

const CONTENTS = 'contents.json';

/** A run in a pack. */
export interface PackedRun {
  readonly id: string;
  /** Where it would lie below its root: `<name>/<seed>-<12 digits of the hash>`. */
  readonly directory: string;
  readonly name: string;
  readonly seed: string;
  /** 64 hexadecimal digits. */
  readonly hash: string;
  /** Milliseconds of computing, by `run` and the names of its parts, as far as they are there. */
  readonly elapsedMs: Readonly<Record<string, number>>;
  /** Digests over the tables, likewise. */
  readonly digests: Readonly<Record<string, string>>;
}

/** What a pack says of itself, small enough to be read whenever somebody asks which runs there are. */
export interface PackContents {
  readonly packVersion: typeof PACK_VERSION;
  /** In the order of the pack's rows. */
  readonly runs: readonly PackedRun[];
  /** Tables by their names in queries, each a Parquet file, in code-point order. */
  readonly tables: readonly PackedTable[];
}

/** A table of many runs: the spec that it has in all of them, but for its name, and how many rows there are together. */
export interface PackedTable extends TableSpec {
  readonly rows: number;
  /** Names of its integer columns with a value that does not fit 32 bits. */
  readonly wide: readonly string[];
}

const shape = z.object({
  packVersion: z.literal(PACK_VERSION),
  runs: z.array(
    z.object({
      ...{ id: z.string(), directory: z.string(), name: z.string(), seed: z.string(), hash: z.string() },
      elapsedMs: z.record(z.string(), z.number()),
      digests: z.record(z.string(), z.string()),
    }),
  ),
  tables: z.array(
    z.object({
      ...{ name: word, meaning: z.string(), order: z.array(word), columns: storedColumns },
      rows: z.number().int().nonnegative(),
      wide: z.array(word),
    }),
  ),
});

/** Names of the complete packs in a folder of packs, oldest first; none where there is no such folder. */
export function packNames(packs: string): string[] {
  return namesIn(packs)
    .filter((name) => PACK_NAME.test(name))
    .sort();
}

/** The name that comes after these. */
export function nextPackName(names: readonly string[]): string {
  return String(Number(names.at(-1) ?? 0) + 1).padStart(6, '0');
}

export function contentsFile(pack: string): string {
  return join(pack, CONTENTS);
}

/**
 * What is in a pack; null where the pack is gone, since packs can be joined while somebody looks at them.
 *
 * @throws DeviceError where it cannot be read, or is no pack of this version
 */
export function readContents(pack: string): PackContents | null {
  const file = contentsFile(pack);
  const text = readTextIfThere(file);
  if (text === null) {
    // A pack gets another name before it is removed.
    if (!existsSync(pack)) return null;
    throw new DeviceError(`${file}: missing: ${repair(pack)}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new DeviceError(`${file}: not JSON (${(error as Error).message}): ${repair(pack)}`, { cause: error });
  }
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw new DeviceError(
    `${file}: not the contents of a pack of version ${PACK_VERSION}: ${path.join('.')}: ${message}: ${repair(pack)}`,
  );
}

/** What to do about a pack that is damaged. */
export function repair(pack: string): string {
  return `restore ${pack}, or move it out of the sweep: its runs are then missing, and scarce sweep DIR --local computes them again`;
}
