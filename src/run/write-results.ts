import type { Json } from '../store/json.js';
import { thisMachine } from '../store/machine.js';
import { FORMAT_VERSION, type Manifest, storedTableOf, tableFile, writeManifest } from '../store/manifest.js';
import { writeParquet } from '../store/parquet.js';
import { digestOf } from './digest-of.js';
import type { Blueprint } from './engine.js';
import type { Evolved } from './evolve.js';
import type { RunOptions } from './options.js';
import { summarise } from './summary.js';

/** The manifest of a run that begins. */
export function openManifest(options: RunOptions, seed: string): Manifest {
  return {
    formatVersion: FORMAT_VERSION,
    name: options.scenario.name,
    seed,
    hash: options.hash,
    scenario: options.scenario as unknown as Json,
    packageVersion: options.packageVersion,
    evaluator: { name: options.evaluator, device: 'cpu' },
    machine: thisMachine(),
    node: process.version,
    start: new Date().toISOString(),
    end: null,
    status: 'running',
    tables: [],
    digest: null,
    summary: null,
  };
}

/** Writes the tables, then the manifest that makes them a result; returns that manifest. */
export async function writeResults(
  directory: string,
  manifest: Manifest,
  blueprint: Blueprint,
  evolved: Evolved,
  elapsedMs: number,
): Promise<Manifest> {
  const { digest, tables } = digestOf(evolved.tables);
  for (const table of tables) await writeParquet(table, tableFile(directory, table.spec.name));
  const finished: Manifest = {
    ...manifest,
    status: 'done',
    end: new Date().toISOString(),
    tables: tables.map(storedTableOf),
    digest,
    summary: summarise(blueprint, evolved, elapsedMs) as unknown as Json,
  };
  writeManifest(directory, finished);
  return finished;
}
