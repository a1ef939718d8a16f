import { checkEvaluatorName } from '../simulate/evaluators.js';
import { appendLog } from '../store/log.js';
import { runDirectory } from '../store/run-directory.js';
import { type Blueprint, createEngine, drawBlueprint } from './engine.js';
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
  checkEvaluatorName(given.evaluator);
  const options = { ...given, hash: fullHash(given.hash, given.evaluator) };
  const { scenario, hash, out, workers, evaluator } = options;
  const seed = String(scenario.seed);
  const directory = runDirectory(out, scenario.name, seed, hash);
  let drawn: Blueprint | undefined;
  const blueprint = (): Blueprint => (drawn ??= drawBlueprint(scenario));
  const outcome = await doJob<Resumable>(
    {
      directory,
      part: null,
      what: 'run',
      place: (generation) => `generation ${generation}`,
      check() {
        checkMemory(blueprint(), workers);
        checkReach(blueprint(), evaluator);
      },
      async compute(resumeFrom, { between }) {
        const engine = createEngine(blueprint(), workers, evaluator);
        try {
          const evolved = await evolve(engine, {
            resumeFrom,
            onProgress: options.onProgress,
            onBreach: (breach) => {
              options.onWarning?.(`breach: ${breach}`);
              appendLog(directory, { event: 'breach', breach });
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
    ...{ digest: null, summary: null, stored: false },
  };
}
