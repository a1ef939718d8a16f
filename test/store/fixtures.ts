import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, type TestContext } from 'vitest';
import { DeviceError } from '../../src/base/errors.js';
import type { Cell, ColumnType, Table } from '../../src/base/table.js';
import { runDigest } from '../../src/store/digest.js';
import { type Manifest, storedTableOf, tableFile, writeManifest } from '../../src/store/manifest.js';
import { writeParquet } from '../../src/store/parquet.js';
import { createDirectory, runDirectory } from '../../src/store/run-directory.js';

/** A folder of its own for each test, removed afterwards. */
export function freshFolder(): () => string {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'scarce-store-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return () => folder;
}

/** A table from its columns: `[name, type, cells]`. */
export function tableOf(name: string, ...columns: [name: string, type: ColumnType, cells: Cell[]][]): Table {
  return {
    spec: {
      name,
      meaning: 'a table for tests',
      order: [columns[0]![0]],
      columns: columns.map(([column, type]) => ({ name: column, type, unit: '1', meaning: `the ${column}` })),
    },
    columns: columns.map(([, , cells]) => cells),
  };
}

export const HASH = '0123456789abcdef'.repeat(4);

export function manifestOf(tables: readonly Table[], changes: Partial<Manifest> = {}): Manifest {
  const stored = tables.map(storedTableOf);
  return {
    formatVersion: 4,
    name: 'line',
    seed: '7',
    hash: HASH,
    scenario: { name: 'line', lattice: { map: '. .' } },
    packageVersion: '0.1.0',
    evaluator: { name: 'bits', device: 'cpu' },
    machine: { cpu: 'a processor', cores: 2, memoryBytes: 2 ** 33, platform: 'linux', arch: 'x64' },
    node: 'v20.20.2',
    start: '2026-01-02T03:04:05.678Z',
    end: '2026-01-02T03:05:05.678Z',
    status: 'done',
    tables: stored,
    digest: runDigest(Object.fromEntries(stored.map((table) => [table.name, table.digest]))),
    summary: { strength: 0.5 },
    ...changes,
  };
}

/** Stores a whole run below `out` and returns its directory. */
export async function storeRun(
  out: string,
  tables: readonly Table[],
  changes: Partial<Manifest> = {},
): Promise<string> {
  const manifest = manifestOf(tables, changes);
  const directory = runDirectory(out, manifest.name, manifest.seed, manifest.hash);
  createDirectory(directory);
  for (const table of tables) await writeParquet(table, tableFile(directory, table.spec.name));
  writeManifest(directory, manifest);
  return directory;
}

/** The error that `work` throws; fails where it throws none. */
export async function errorOf(work: () => unknown): Promise<Error> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
}

/** What a damaged file gives: what it holds, or the error that tells of the damage. Whatever else is thrown passes. */
export function readingOf<T>(read: () => T): { readonly held: T } | { readonly error: DeviceError } {
  try {
    return { held: read() };
  } catch (error) {
    if (error instanceof DeviceError) return { error };
    throw error;
  }
}

/** Runs `work` under a limit on this process (bytes of a file, open files); skips the test without prlimit. */
export async function underLimit(
  context: TestContext,
  resource: 'fsize' | 'nofile',
  limit: number,
  work: () => unknown,
): Promise<void> {
  const prlimit = (...options: string[]) => spawnSync('prlimit', ['--pid', String(process.pid), ...options]);
  const before = prlimit(`--${resource}`, '--output=SOFT', '--raw', '--noheadings').stdout?.toString().trim();
  // The soft limit alone, so that it can be lifted again.
  if (!before || prlimit(`--${resource}=${limit}:`).status !== 0) {
    context.skip('needs the program prlimit (util-linux)');
  }
  try {
    await work();
  } finally {
    prlimit(`--${resource}=${before}:`);
  }
}

/** Runs `work` with a file system of its own mounted on `folder`; skips the test where we may not mount. */
export async function onFileSystem(
  context: TestContext,
  folder: string,
  options: string,
  work: () => unknown,
): Promise<void> {
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status !== 0) {
    context.skip('needs the right to mount a tmpfs (root on Linux)');
  }
  try {
    await work();
  } finally {
    spawnSync('umount', [folder]);
  }
}
