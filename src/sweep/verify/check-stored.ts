import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { DeviceError } from '../../base/errors.js';
import { sortedNames } from '../../base/order.js';
import { fullHash } from '../../run/full-hash.js';
import { scenarioHash } from '../../scenario/identity.js';
import type { Scenario } from '../../scenario/scenario.js';
import { readBundle } from '../../store/bundle/read-bundle.js';
import { runDigest, tableDigest } from '../../store/digest.js';
import { MANIFEST, type Manifest, tableFile } from '../../store/manifest.js';
import { readContents } from '../../store/pack/contents.js';
import { type IndexedRun, readIndex } from '../../store/pack/pack-index.js';
import { RUN_ID } from '../../store/pack/stage-table.js';
import { nameInRun } from '../../store/parts.js';
import { layout } from '../layout.js';
import { checkFile } from './check-file.js';
import type { Difference } from './difference.js';
import { type Expected, expectRun } from './expected.js';

/** What was found of some stored runs. */
export interface StoredRuns {
  readonly runs: readonly IndexedRun[];
  readonly differences: readonly Difference[];
}

/** Checks the tables of all runs of a pack against their digests. */
export async function checkPack(connection: DuckDBConnection, directory: string, name: string): Promise<StoredRuns> {
  const pack = join(layout.packs(directory), name);
  const contents = readContents(pack);
  if (contents === null)
    throw new DeviceError(`${pack}: it was joined with others while it was verified; verify again`);
  const runs = readIndex(pack, contents, () => true);
  const places = new Map(runs.map(({ id, directory: place }) => [id, place]));
  const expected: Expected = new Map();
  for (const run of runs) expectRun(expected, run);
  const differences = runs.flatMap(checkManifests);
  for (const table of sortedNames([...expected.keys()])) {
    const file = tableFile(pack, table);
    const isIn = (value: unknown): string | undefined => (places.has(value as string) ? (value as string) : undefined);
    await checkFile(connection, file, expected.get(table)!, RUN_ID, isIn, (id, reason) => {
      differences.push({ id, place: id === null ? file : places.get(id)!, table, reason });
    });
  }
  return { runs, differences };
}

/** The like for a finished run that is not packed yet. */
export function checkDone(directory: string, id: string): StoredRuns {
  const file = layout.done(directory, id);
  try {
    const bundle = readBundle(file);
    const differences = checkManifests(bundle);
    for (const { part, manifest, tables } of bundle.parts) {
      tables.forEach((table, i) => {
        const { name, digest } = manifest.tables[i]!;
        if (tableDigest(table) === digest) return;
        const reason = 'its values differ from those that the run wrote';
        differences.push({ id, place: bundle.directory, table: nameInRun(part, name), reason });
      });
    }
    return { runs: [bundle], differences };
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    return { runs: [], differences: [{ id, place: file, table: MANIFEST, reason: error.message }] };
  }
}

/** Whether the digests in the manifests of a run, and the hashes of its scenario, are what they must be. */
function checkManifests({ id, directory, parts }: IndexedRun): Difference[] {
  return parts.flatMap(({ manifest }) => {
    const reason = faultOf(manifest);
    return reason === null ? [] : [{ id, place: directory, table: MANIFEST, reason }];
  });
}

function faultOf(manifest: Manifest): string | null {
  const digest = runDigest(Object.fromEntries(manifest.tables.map((table) => [table.name, table.digest])));
  if (digest !== manifest.digest) return `the run's digest in ${MANIFEST} is not that of its tables' digests`;
  const scenario = manifest.scenario as unknown as Scenario;
  const hash = fullHash(scenarioHash(scenario), manifest.evaluator.name, scenario);
  return hash === manifest.hash ? null : 'its hash is not that of the scenario in it';
}
