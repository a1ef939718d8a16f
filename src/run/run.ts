import { appendLog } from '../store/log.js';
import { runDirectory } from '../store/run-directory.js';
import { checkEvaluator } from './check-evaluator.js';
import { type Blueprint, createEngine, drawBlueprint } from './engine.js';
import { type Evaluation, evaluationOf, updatesOf } from './evaluation.js';
import { evolve, type Resumable } from './evolve.js';
import { fullHash } from './full-hash.js';
import { doJob } from './job.js';
import { checkMemory } from './memory.js';
import type { RunOptions } from './options.js';
import { outcomeOf, type RunOutcome } from './outcome.js';
import { checkReach } from './reach.js';
import { summarise } from './results/summary.js';

/**
 * Runs a scenario into its run directory: finds a finished result, resumes an unfinished one, evolves, writes tables and
 * manifest. Whatever fails on the way, what was finished before stays whole.
 */
export async function runScenario(given: RunOptions): Promise<RunOutcome> {
  // An unknown evaluator is a fault of the call also where a stored result makes it needless.
  checkEvaluator(given.scenario, given.evaluator);
  let drawn: Blueprint | undefined;
  const blueprint = (): Blueprint => (drawn ??= drawBlueprint(given.scenario));
  const evaluation = await evaluationOf(given, () => updatesOf(blueprint()));
  try {
    return await runWith(evaluation, given, blueprint);
  } finally {
    await evaluation.close();
  }
}

async function runWith(
  { name: evaluator, where, device }: Evaluation,
  given: RunOptions,
  blueprint: () => Blueprint,
): Promise<RunOutcome> {
  const options = { ...given, evaluator, where, hash: fullHash(given.hash, evaluator, given.scenario) };
  const { scenario, hash, out, workers } = options;
  const seed = String(scenario.seed);
  const directory = runDirectory(out, scenario.name, seed, hash);
  const outcome = await doJob<Resumable>(
    {
      directory,
      part: null,
      what: 'run',
      place: (generation) => `generation ${generation}`,
      check() {
        checkMemory(blueprint(), workers, options.sharing);
        checkReach(blueprint(), evaluator);
      },
      async compute(resumeFrom, { between }) {
        const engine = createEngine(blueprint(), workers, evaluator, { device });
        try {
          const evolved = await evolve(engine, {
            resumeFrom,
            onProgress: options.onProgress,
            onBreach: (breach) => {
              options.onWarning?.(`breach: ${breach}`);
              appendLog(directory, { event: 'breach', breach });
            },
            onOverflow: (generation, individuals) => {
              options.onWarning?.(
                `generation ${generation}: ${individuals} individuals measure what is not finite and carry 0 bits ` +
                  '(later ones are only counted): expected smaller units.scale or fewer ticks where that matters',
              );
              appendLog(directory, { event: 'overflow', generation, individuals });
            },
            between,
          });
          const { ended, generation: position, tables, resumable: state } = evolved;
          if (ended === null) return { ended: false, position };
          return {
            ...{ ended: true, position, state, tables },
            summary: (elapsedMs) => summarise(blueprint(), evolved, elapsedMs),
          };
        } finally {
          await engine.close();
        }
      },
    },
    options,
  );
  if (outcome.manifest !== null) return outcomeOf(directory, outcome.manifest, outcome.stored);
  return {
    ...{ status: 'stopped', directory, name: scenario.name, seed, hash, generation: outcome.position },
    evaluator: { name: evaluator, device: where },
    ...{ digest: null, summary: null, stored: false },
  };
}
