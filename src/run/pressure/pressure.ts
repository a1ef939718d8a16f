import { UserError } from '../../base/errors.js';
import { pressureOf } from '../../scenario/pressure.js';
import { isExact } from '../../simulate/evaluators.js';
import { findManifest } from '../../store/find-manifest.js';
import { lockRunDirectory } from '../../store/lock.js';
import { appendLog } from '../../store/log.js';
import type { Manifest } from '../../store/manifest.js';
import { partDirectory } from '../../store/parts.js';
import { runDirectory } from '../../store/run-directory.js';
import { checkEvaluator } from '../check-evaluator.js';
import { type Evaluation, evaluationOf } from '../evaluation.js';
import { fullHash } from '../full-hash.js';
import { doJob, refuseOther } from '../job.js';
import type { JobOptions } from '../options.js';
import { planEvidence } from './certify/evidence.js';
import { compareWithRun, isUpToDate } from './comparison.js';
import { computeCurve, pressureContext } from './compute.js';
import { levelsOf, type PressureProgress, type Repeats } from './follow.js';
import { checkPressureMemory } from './memory.js';
import { type PressureOutcome, readCertificate, readSummary, writeCertificate, writeSummary } from './outcome.js';
import type { PressureSummary } from './summary.js';
import { type PressureContext, problemOf } from './task.js';

export interface PressureOptions extends JobOptions {
  readonly onProgress?: ((progress: PressureProgress) => void) | undefined;
}

/**
 * Measures a scenario's pressure curve into the folder `pressure` of its run directory: finds a finished one (and compares
 * it anew where the run beside it has changed), resumes an unfinished one, or computes it. It needs no run.
 */
export async function runPressure(given: PressureOptions): Promise<PressureOutcome> {
  checkEvaluator(given.scenario, given.evaluator);
  refuseWithoutReward(given);
  const updates = (): number => {
    const { system, scenario } = pressureContext(given.scenario, given.evaluator);
    return system.contexts.length * pressureOf(scenario).particles * system.cone.pairCount * scenario.measure.samples;
  };
  const evaluation = await evaluationOf(given, updates);
  try {
    return await measureWith(evaluation, given);
  } finally {
    await evaluation.close();
  }
}

async function measureWith(
  { name: evaluator, where, device }: Evaluation,
  given: PressureOptions,
): Promise<PressureOutcome> {
  const options = { ...given, evaluator, where, hash: fullHash(given.hash, evaluator, given.scenario) };
  const { scenario, hash, workers } = options;
  const seed = String(scenario.seed);
  const directory = runDirectory(options.out, scenario.name, seed, hash);
  const beside = findManifest(directory);
  if (beside !== null) refuseOther(directory, 'run', beside, hash, seed);
  const part = partDirectory(directory, 'pressure');
  let compiled: PressureContext | undefined;
  const context = (): PressureContext => (compiled ??= pressureContext(scenario, evaluator, device));
  const outcome = await doJob<Repeats>(
    {
      directory: part,
      part: 'pressure',
      what: 'pressure curve',
      place: (levels) => `level ${levels} of all repeats together`,
      check() {
        checkPressureMemory(context(), workers, planEvidence(context()), options.sharing);
        // The laws that the exact evaluator cannot reach are found when it is made.
        if (isExact(evaluator)) problemOf(context());
      },
      async compute(resumeFrom, { between }) {
        let reached = resumeFrom === undefined ? 0 : levelsOf(resumeFrom);
        const curve = await computeCurve(context(), {
          workers,
          device,
          resumeFrom,
          between,
          onProgress(progress) {
            reached = progress.levels;
            options.onProgress?.(progress);
          },
        });
        if (curve === null) return { ended: false, position: reached };
        const comparison = await compareWithRun(scenario, curve.summary, directory, hash);
        writeCertificate(part, curve.certificate);
        return {
          ...{ ended: true, position: reached, tables: curve.tables },
          state: () => curve.states,
          summary: (elapsedMs) => ({ ...curve.summary, comparison, elapsedMs }),
        };
      },
      writeSummary: (summary) => writeSummary(part, summary),
    },
    options,
  );
  const known = { directory, name: scenario.name, seed, hash };
  if (outcome.manifest === null) {
    return {
      ...known,
      status: 'stopped',
      levels: outcome.position,
      digest: null,
      summary: null,
      certificate: null,
      stored: false,
    };
  }
  const summary = await comparedNow(options, directory, part, outcome.manifest);
  for (const { claim, outcome: found, left, right } of summary.comparison.checks) {
    if (found === 'breached')
      options.onWarning?.(`breach: not ${claim} (${left}, ${right}), beyond error and rounding`);
  }
  return {
    ...{ ...known, status: 'done', levels: null },
    ...{ digest: outcome.manifest.digest, summary, certificate: readCertificate(part), stored: outcome.stored },
  };
}

/** Selection acts through rewards alone. */
function refuseWithoutReward({ scenario }: PressureOptions): void {
  const names = Object.keys(scenario.channels);
  if (!names.some((name) => scenario.channels[name]!.reward !== null)) {
    throw new UserError(
      `${scenario.name}: no channel has a reward; expected one, since selection acts through fitness alone (--set channels.NAME.reward=1)`,
    );
  }
}

/** The stored summary, its comparison with the run beside it made again where that run is another than it was. */
async function comparedNow(
  options: PressureOptions,
  directory: string,
  part: string,
  { hash, seed }: Manifest,
): Promise<PressureSummary> {
  const summary = readSummary(part);
  if (isUpToDate(summary.comparison, directory, hash, seed)) return summary;
  const compared = { ...summary, comparison: await compareWithRun(options.scenario, summary, directory, hash) };
  const lock = lockRunDirectory(part);
  try {
    writeSummary(part, compared);
    appendLog(part, { event: 'compared', run: compared.comparison.run });
  } finally {
    lock.release();
  }
  return compared;
}
