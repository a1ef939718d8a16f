import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DeviceError } from '../base/errors.js';
import { rowCount, type Table, type TableSpec } from '../base/table.js';
import { writeFileAtomically } from './atomic-file.js';
import { guardFiles } from './device-fault.js';
import { tableDigest } from './digest.js';
import type { Json } from './json.js';
import { PARTS, type Part } from './parts.js';

export const MANIFEST = 'manifest.json';

/** Ending of a table's file. */
export const PARQUET = '.parquet';

/** Rises with every change of what a run directory holds: a program reads those of its own version only. */
export const FORMAT_VERSION = 4;

/** A stored table: its spec, so that a reader needs nothing but the run directory, and what its values must hash to. */
export interface StoredTable extends TableSpec {
  readonly rows: number;
  readonly digest: string;
}

/** The machine that computed a run. */
export interface Machine {
  /** Model name of the processor, as the system gives it; empty where it gives none. */
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly platform: string;
  readonly arch: string;
}

export type RunStatus = 'running' | 'done' | 'stopped' | 'failed';

/** How a run came about and what it left: the contents of `manifest.json`. */
export interface Manifest {
  readonly formatVersion: typeof FORMAT_VERSION;
  /** What part of a run directory this is, by the name of its folder ({@link ./parts.ts}); absent for the run itself. */
  readonly part?: Part | undefined;
  readonly name: string;
  /** The seed's text. */
  readonly seed: string;
  /** The scenario's full hash, 64 hexadecimal digits. */
  readonly hash: string;
  /** The resolved scenario. */
  readonly scenario: Json;
  readonly packageVersion: string;
  readonly evaluator: { readonly name: string; readonly device: string };
  readonly machine: Machine;
  /** Version of Node, e.g. `v20.20.2`. */
  readonly node: string;
  /** ISO 8601, UTC; `end` is null while the run has not ended. */
  readonly start: string;
  readonly end: string | null;
  readonly status: RunStatus;
  /** In code-point order of their names; empty while the run has written none. */
  readonly tables: readonly StoredTable[];
  /** Digest over all tables; null while there are none. */
  readonly digest: string | null;
  /** What the run printed at its end, for a second call to print again; null before, and in a part with a file for it. */
  readonly summary: Json | null;
}

const hexDigest = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits');
/** What becomes part of a path and an SQL name: nothing but a plain word will do. */
export const word = z.string().regex(/^[a-z][a-z0-9_]*$/, 'expected a word of a-z, 0-9 and _');
// What JSON.parse gave is JSON already.
const json = z.custom<Json>((value) => value !== undefined, 'expected a value');
const whole = z.number().int().nonnegative();

/** Columns of a table's spec, as a file holds them. */
export const storedColumns = z
  .array(z.object({ name: word, type: z.enum(['integer', 'double', 'text']), unit: z.string(), meaning: z.string() }))
  .min(1);

const storedTable = z
  .object({
    name: word,
    meaning: z.string(),
    order: z.array(word),
    columns: storedColumns,
    rows: whole,
    digest: hexDigest,
  })
  .refine(({ columns }) => distinct(columns), 'two columns of the same name');

const manifestShape = z
  .object({
    formatVersion: z.literal(FORMAT_VERSION),
    part: z.enum(PARTS).optional(),
    name: z.string().min(1),
    seed: z.string(),
    hash: hexDigest,
    scenario: json,
    packageVersion: z.string(),
    evaluator: z.object({ name: z.string(), device: z.string() }),
    machine: z.object({
      cpu: z.string(),
      cores: whole,
      memoryBytes: whole,
      platform: z.string(),
      arch: z.string(),
    }),
    node: z.string(),
    start: z.iso.datetime(),
    end: z.iso.datetime().nullable(),
    status: z.enum(['running', 'done', 'stopped', 'failed']),
    tables: z.array(storedTable).refine(distinct, 'two tables of the same name'),
    digest: hexDigest.nullable(),
    summary: json,
  })
  .refine(({ status, digest }) => status !== 'done' || digest !== null, {
    path: ['digest'],
    message: 'a run that is done must have one',
  });

function distinct(named: readonly { readonly name: string }[]): boolean {
  return new Set(named.map(({ name }) => name)).size === named.length;
}

/** What the manifest says of a table that was stored. */
export function storedTableOf(table: Table): StoredTable {
  return { ...table.spec, rows: rowCount(table), digest: tableDigest(table) };
}

/** The Parquet file of a table within its run directory. */
export function tableFile(directory: string, tableName: string): string {
  return join(directory, tableName + PARQUET);
}

export function writeManifest(directory: string, manifest: Manifest): void {
  writeFileAtomically(join(directory, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * Removes a manifest and Parquet files: what a result in many files, or the way to one, left in a directory that has a
 * folded one now.
 */
export function removeSpread(directory: string): void {
  guardFiles('clear', directory, () => {
    for (const name of readdirSync(directory)) {
      if (name === MANIFEST || name.endsWith(PARQUET)) rmSync(join(directory, name), { force: true });
    }
  });
}

/**
 * A manifest from its text.
 *
 * @param file for messages
 * @throws DeviceError where it is malformed or of another format
 */
export function parseManifest(file: string, text: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new DeviceError(`${file}: not JSON (${(error as Error).message}); the file is damaged`, { cause: error });
  }
  return checkManifest(file, value);
}

/**
 * The manifest that a finished result in one file begins with.
 *
 * @param value what JSON.parse gave
 * @throws DeviceError where it is malformed, of another format, or not of a finished result
 */
export function checkDoneManifest(file: string, value: unknown): Manifest {
  const manifest = checkManifest(file, value);
  if (manifest.status === 'done') return manifest;
  throw new DeviceError(`${file}: holds a result of status ${manifest.status}; expected done: remove it and run again`);
}

/**
 * The like without looking at every column of every table, which takes a third of the time of reading a small result: for
 * who reads many whole files of this program's own.
 */
export function trustDoneManifest(file: string, value: unknown): Manifest {
  const { formatVersion, status, tables } = (value ?? {}) as Partial<Manifest>;
  if (formatVersion === FORMAT_VERSION && status === 'done' && Array.isArray(tables)) return value as Manifest;
  return checkDoneManifest(file, value);
}

/**
 * A manifest, of this program's format and whole.
 *
 * @param file for messages
 * @throws DeviceError where it is malformed or of another format, naming file and reason
 */
export function checkManifest(file: string, value: unknown): Manifest {
  const version = z.object({ formatVersion: z.number() }).safeParse(value).data?.formatVersion;
  if (version !== undefined && version !== FORMAT_VERSION) {
    const way =
      version > FORMAT_VERSION
        ? 'use a newer version of it'
        : 'it was made by an older one: read it with that, or move it away and run again';
    throw new DeviceError(`${file}: format version ${version}; this program reads ${FORMAT_VERSION}: ${way}`);
  }
  const result = manifestShape.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `${path.join('.') || 'whole file'}: ${message}`);
  throw new DeviceError(`${file}: not a manifest: ${faults.join('; ')}`);
}
