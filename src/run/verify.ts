import { UserError } from '../base/errors.js';
import { sortedKeys } from '../base/order.js';
import { scenarioHash } from '../scenario/identity.js';
import type { Scenario } from '../scenario/scenario.js';
import { checkEvaluatorName, isExact } from '../simulate/evaluators.js';
import { findManifest, readManifest } from '../store/find-manifest.js';
import { MANIFEST, type Manifest } from '../store/manifest.js';
import { nameInRun, partDirectory } from '../store/parts.js';
import { verifyStored } from '../store/verify-stored.js';
import { createEngine, drawBlueprint } from './engine.js';
import { type Evaluation, openEvaluation, updatesOf } from './evaluation.js';
import { evolve, type Progress } from './evolve.js';
import { fullHash } from './full-hash.js';
import { computeCurve, pressureContext } from './pressure/compute.js';
import type { PressureProgress } from './pressure/follow.js';
import { readCertificate, readSummary } from './pressure/outcome.js';
import type { PressureSummary } from './pressure/summary.js';
import { digestOf } from './results/digest-of.js';
import { type Summary, summarise } from './results/summary.js';

export interface Verdict {
  readonly status: 'done' | 'failed';
  readonly directory: string;
  /** Of the run; of the pressure curve where there is no run. */
  readonly digest: string | null;
  /** First table, in code-point order of names, that differs, or `manifest.json`; null where nothing does. */
  readonly differs: string | null;
  /** A line for the run and one for what stands beside it. */
  readonly message: string;
}

export interface VerifyOptions {
  /** Who computes again, if not the evaluator in the manifest: another counting one, for look-up tables. */
  readonly evaluator?: string | undefined;
  /** Opens who computes again; of many verifications one may open for all. */
  readonly open?: typeof openEvaluation | undefined;
  readonly storedOnly: boolean;
  readonly workers: number;
  readonly packageVersion: string;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly onPressureProgress?: ((progress: PressureProgress) => void) | undefined;
  readonly onNote?: ((text: string) => void) | undefined;
}

/** What came of doing stored work again: the digests of its tables, and its summary as text. */
interface Again {
  readonly digest: string;
  readonly perTable: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** Something finished that can be checked: the run, or the pressure curve beside it. */
interface Stored {
  readonly directory: string;
  readonly manifest: Manifest;
  /** In messages: `run` or `pressure curve`. */
  readonly what: string;
  /** The stored summary as text, but for what may differ. */
  readonly summary: () => string;
  readonly repeat: () => Promise<Again>;
}

/**
 * Checks a run directory: first that the tables are those the manifest speaks of, then that the run gives them again; and
 * likewise for a pressure curve in it. What is not finished is passed over if there is something that is.
 */
export async function verifyRun(directory: string, options: VerifyOptions): Promise<Verdict> {
  const found = storedIn(directory, options);
  for (const { manifest } of found) refuseOtherKind(manifest, options.evaluator);
  const finished = found.filter(({ manifest }) => manifest.status === 'done');
  if (finished.length === 0) {
    const { what, manifest } = found[0]!;
    const command = what === 'run' ? 'run' : 'pressure';
    throw new UserError(
      `${directory}: the ${what} is not finished (status ${manifest.status}): wait for it, or go on with scarce ${command} --resume`,
    );
  }
  for (const { directory: place, what, manifest } of found) {
    if (manifest.status !== 'done') options.onNote?.(`${place}: the ${what} is not finished and not verified`);
  }
  const verdicts: Verdict[] = [];
  for (const stored of finished) verdicts.push(await verifyOne(stored, options));
  return {
    status: verdicts.every(({ status }) => status === 'done') ? 'done' : 'failed',
    directory,
    digest: verdicts[0]!.digest,
    differs: verdicts.find(({ differs }) => differs !== null)?.differs ?? null,
    message: verdicts.map(({ message }) => message).join('\n'),
  };
}

/**
 * The run of a directory, if there is one, and its pressure curve, if there is one; at least one of them.
 *
 * @throws UserError where there is neither
 */
function storedIn(directory: string, options: VerifyOptions): Stored[] {
  const own = findManifest(directory);
  if (own?.part === 'pressure') return [storedCurve(directory, own, options)];
  const part = partDirectory(directory, 'pressure');
  const beside = findManifest(part);
  if (own === null && beside === null) readManifest(directory);
  return [
    ...(own === null ? [] : [storedRun(directory, own, options)]),
    ...(beside === null ? [] : [storedCurve(part, beside, options)]),
  ];
}

function storedRun(directory: string, manifest: Manifest, options: VerifyOptions): Stored {
  const text = (summary: Summary): string => JSON.stringify({ ...summary, elapsedMs: 0 });
  return {
    ...{ directory, manifest, what: 'run' },
    summary: () => text(manifest.summary as unknown as Summary),
    async repeat() {
      const blueprint = drawBlueprint(manifest.scenario as unknown as Scenario);
      return evaluating(manifest, options, async ({ name, device }) => {
        const engine = createEngine(blueprint, options.workers, name, { device });
        try {
          const evolved = await evolve(engine, { onProgress: options.onProgress });
          return { ...digestOf(evolved.tables), summary: text(summarise(blueprint, evolved, 0)) };
        } finally {
          await engine.close();
        }
      });
    },
  };
}

/** The comparison in a summary is not checked: the run beside the curve may have come, or gone, since it was made. */
function storedCurve(directory: string, manifest: Manifest, options: VerifyOptions): Stored {
  const text = (summary: Omit<PressureSummary, 'comparison' | 'elapsedMs'>): string =>
    JSON.stringify({ ...summary, comparison: null, elapsedMs: 0 });
  return {
    ...{ directory, manifest, what: 'pressure curve' },
    summary: () => text(readSummary(directory)) + JSON.stringify(readCertificate(directory)),
    async repeat() {
      return evaluating(manifest, options, async ({ name, device }) => {
        const context = pressureContext(manifest.scenario as unknown as Scenario, name, device);
        const { workers, onPressureProgress } = options;
        const curve = await computeCurve(context, { workers, device, onProgress: onPressureProgress });
        return { ...digestOf(curve!.tables), summary: text(curve!.summary) + JSON.stringify(curve!.certificate) };
      });
    },
  };
}

/** Counts are the same whoever computes them; laws, and numbers of analog units, are not. */
function refuseOtherKind({ evaluator: { name }, scenario }: Manifest, by: string | undefined): void {
  if (by === undefined || by === name) return;
  checkEvaluatorName(by);
  const isAnalog = (scenario as unknown as Scenario).units.kind === 'analog';
  if (!isAnalog && !isExact(name) && !isExact(by)) return;
  throw new UserError(
    `--evaluator ${by}: the run was made by ${name}, and ${isAnalog ? 'analog units' : 'exact laws'} come out the same by ` +
      'that alone; expected no --evaluator',
  );
}

/** Does work with the evaluator of a manifest, or the one asked for in its place. */
async function evaluating<Result>(
  { evaluator, scenario }: Manifest,
  { onNote, evaluator: by = evaluator.name, open = openEvaluation }: VerifyOptions,
  work: (evaluation: Evaluation) => Promise<Result>,
): Promise<Result> {
  const given = scenario as unknown as Scenario;
  const evaluation = await open(by, () => updatesOf(drawBlueprint(given)), onNote);
  const isAnalog = given.units.kind === 'analog';
  if (isAnalog && evaluation.where !== evaluator.device) {
    onNote?.(
      `made on ${evaluator.device}, verified on ${evaluation.where}: numbers of analog units hang on the device`,
    );
  }
  try {
    return await work(evaluation);
  } finally {
    await evaluation.close();
  }
}

async function verifyOne(one: Stored, options: VerifyOptions): Promise<Verdict> {
  const { directory, manifest, what } = one;
  const part = manifest.part ?? null;
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
    const isTable = table !== MANIFEST;
    return failed(isTable ? nameInRun(part, table) : table, isTable ? `table ${table}: ${reason}` : reason!);
  }
  const scenario = manifest.scenario as unknown as Scenario;
  const hash = fullHash(scenarioHash(scenario), manifest.evaluator.name, scenario);
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
  const again = await one.repeat();
  for (const name of sortedKeys(again.perTable)) {
    const before = manifest.tables.find((table) => table.name === name);
    const named = nameInRun(part, name);
    if (before === undefined)
      return failed(named, `table ${name}: made by this version, absent from the stored ${what}`);
    if (before.digest !== again.perTable[name]) {
      return failed(
        named,
        `table ${name}: the ${what} repeated gives digest ${again.perTable[name]}, the stored one has ${before.digest}`,
      );
    }
  }
  if (again.digest !== manifest.digest) {
    return failed(MANIFEST, `the stored ${what} has tables that the repeated one has not`);
  }
  if (one.summary() !== again.summary) {
    return failed(MANIFEST, `the summary${what === 'run' ? '' : ', or the certificate,'} is not that of its tables`);
  }
  return done(`${count}; the ${what} repeated gives the same`);
}
