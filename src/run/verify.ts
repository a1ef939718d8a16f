import { UserError } from '../base/errors.js';
import { sortedKeys } from '../base/order.js';
import { scenarioHash } from '../scenario/identity.js';
import type { Scenario } from '../scenario/scenario.js';
import { MANIFEST, readManifest } from '../store/manifest.js';
import { verifyStored } from '../store/verify-stored.js';
import { digestOf } from './digest-of.js';
import { createEngine, drawBlueprint } from './engine.js';
import { evolve, type Progress } from './evolve.js';
import { fullHash } from './full-hash.js';
import { type Summary, summarise } from './summary.js';

export interface Verdict {
  readonly status: 'done' | 'failed';
  readonly directory: string;
  readonly digest: string | null;
  /** First table, in code-point order of names, that differs, or `manifest.json`; null where nothing does. */
  readonly differs: string | null;
  readonly message: string;
}

export interface VerifyOptions {
  readonly storedOnly: boolean;
  readonly workers: number;
  readonly packageVersion: string;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly onNote?: ((text: string) => void) | undefined;
}

/** Checks a run directory: first that the tables are those the manifest speaks of, then that the run gives them again. */
export async function verifyRun(directory: string, options: VerifyOptions): Promise<Verdict> {
  const manifest = readManifest(directory);
  if (manifest.status !== 'done') {
    throw new UserError(
      `${directory}: the run is not finished (status ${manifest.status}): wait for it, or go on with scarce run --resume`,
    );
  }
  const failed = (differs: string, message: string): Verdict => ({
    status: 'failed',
    directory,
    digest: manifest.digest,
    differs,
    message: `FAILED  ${directory}: ${message}`,
  });
  const stored = await verifyStored(directory);
  if (stored.firstDifference !== null) {
    const { table, reason } = stored.firstDifference;
    return failed(table, table === MANIFEST ? reason! : `table ${table}: ${reason}`);
  }
  const hash = fullHash(scenarioHash(manifest.scenario as unknown as Scenario), manifest.evaluator.name);
  if (hash !== manifest.hash) {
    return failed(MANIFEST, 'its hash is not that of the scenario in it');
  }
  const count = `${manifest.tables.length} stored tables match their digests`;
  const done = (message: string): Verdict => ({
    status: 'done',
    directory,
    digest: manifest.digest,
    differs: null,
    message: `OK  ${directory}: ${message}; digest ${manifest.digest}`,
  });
  if (options.storedOnly) return done(count);

  if (manifest.packageVersion !== options.packageVersion || manifest.node !== process.version) {
    options.onNote?.(
      `made by scarce ${manifest.packageVersion} on Node ${manifest.node}, ` +
        `verified by scarce ${options.packageVersion} on Node ${process.version}`,
    );
  }
  const again = await repeat(manifest.scenario as unknown as Scenario, options, manifest.evaluator.name);
  for (const name of sortedKeys(again.perTable)) {
    const before = manifest.tables.find((table) => table.name === name);
    if (before === undefined) return failed(name, `table ${name}: made by this version, absent from the stored run`);
    if (before.digest !== again.perTable[name]) {
      return failed(
        name,
        `table ${name}: the run repeated gives digest ${again.perTable[name]}, the stored one has ${before.digest}`,
      );
    }
  }
  if (again.digest !== manifest.digest) {
    return failed(MANIFEST, 'the stored run has tables that the repeated one has not');
  }
  if (withoutTime(manifest.summary as unknown as Summary) !== withoutTime(again.summary)) {
    return failed(MANIFEST, 'its summary is not that of its tables');
  }
  return done(`${count}; the run repeated gives the same`);
}

/** A summary as text, but for the time that the run took. */
function withoutTime(summary: Summary): string {
  return JSON.stringify({ ...summary, elapsedMs: 0 });
}

/** Runs a stored scenario again in memory: nothing is written. */
async function repeat(scenario: Scenario, options: VerifyOptions, evaluator: string) {
  const blueprint = drawBlueprint(scenario);
  const engine = createEngine(blueprint, options.workers, evaluator);
  try {
    const evolved = await evolve(engine, { onProgress: options.onProgress });
    return { ...digestOf(evolved.tables), summary: summarise(blueprint, evolved, 0) };
  } finally {
    await engine.close();
  }
}
