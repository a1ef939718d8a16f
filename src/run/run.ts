import { join } from 'node:path';
import { checkEvaluatorName } from '../simulate/evaluators.js';
import { writeFileAtomically } from '../store/atomic-file.js';
import { removeCheckpoints } from '../store/checkpoint.js';
import { lockRunDirectory } from '../store/lock.js';
import { appendLog } from '../store/log.js';
import { type Manifest, writeManifest } from '../store/manifest.js';
import { createDirectory, runDirectory } from '../store/run-directory.js';
import { findCheckpoint, scheduleCheckpoints } from './checkpoints.js';
import { type Blueprint, createEngine, drawBlueprint } from './engine.js';
import { evolve } from './evolve.js';
import { fullHash } from './full-hash.js';
import { checkMemory } from './memory.js';
import type { RunOptions } from './options.js';
import { findStoredResult, outcomeOf, type RunOutcome, refuseUnfinished } from './outcome.js';
import { checkReach } from './reach.js';
import { openManifest, writeResults } from './write-results.js';

/**
 * Runs a scenario into its run directory: finds a finished result, resumes an unfinished one, evolves, writes tables and
 * manifest. Whatever fails on the way, what was finished before stays whole.
 */
export async function runScenario(given: RunOptions): Promise<RunOutcome> {
  // An unknown evaluator is a fault of the call also where a stored result makes it needless.
  checkEvaluatorName(given.evaluator);
  const options = { ...given, hash: fullHash(given.hash, given.evaluator) };
  const { scenario, hash, out } = options;
  const seed = String(scenario.seed);
  const directory = runDirectory(out, scenario.name, seed, hash);
  const stored = findStoredResult(options, directory, seed);
  if (stored !== null) return stored;
  const blueprint = drawBlueprint(scenario);
  checkMemory(blueprint, options.workers);
  checkReach(blueprint, options.evaluator);
  createDirectory(directory);
  const lock = lockRunDirectory(directory);
  try {
    // Another process may have finished the run between the first look and the lock.
    const finished = findStoredResult(options, directory, seed);
    if (finished !== null) return finished;
    refuseUnfinished(options, directory);
    return await runLocked(options, directory, seed, blueprint);
  } finally {
    lock.release();
  }
}

async function runLocked(
  options: RunOptions,
  directory: string,
  seed: string,
  blueprint: Blueprint,
): Promise<RunOutcome> {
  const { scenario, hash, workers, evaluator } = options;
  const started = performance.now();
  const manifest = openManifest(options, seed);
  const resumeFrom = options.resume ? findCheckpoint(options, directory) : undefined;
  writeFileAtomically(join(directory, 'scenario.yaml'), options.text);
  writeManifest(directory, manifest);
  appendLog(directory, {
    event: resumeFrom === undefined ? 'started' : 'resumed',
    ...(resumeFrom === undefined ? {} : { resumed_at: resumeFrom.generation }),
    workers,
    evaluator,
  });
  const engine = createEngine(blueprint, workers, evaluator);
  let finished: Manifest;
  try {
    const checkpoints = scheduleCheckpoints(options, directory);
    const evolved = await evolve(engine, {
      resumeFrom,
      onProgress: options.onProgress,
      onBreach: (breach) => {
        options.onWarning?.(`breach: ${breach}`);
        appendLog(directory, { event: 'breach', breach });
      },
      between: checkpoints.between,
    });
    if (evolved.ended === null) {
      appendLog(directory, { event: 'stopped', generation: evolved.generation });
      writeManifest(directory, { ...manifest, status: 'stopped', end: new Date().toISOString() });
      return {
        ...{ status: 'stopped', directory, name: scenario.name, seed, hash, generation: evolved.generation },
        ...{ digest: null, summary: null, stored: false },
      };
    }
    // From here on a failure (a full disk, say) costs no computing: --resume finds the evolved state and writes again.
    checkpoints.save(evolved.resumable());
    finished = await writeResults(directory, manifest, blueprint, evolved, performance.now() - started);
  } catch (error) {
    noteFailure(directory, manifest, error);
    throw error;
  } finally {
    await engine.close();
  }
  tidyUp(directory, options);
  return outcomeOf(directory, finished, false);
}

/** After the result is whole: what fails here is said, and takes nothing from the result. */
function tidyUp(directory: string, { onWarning }: RunOptions): void {
  try {
    appendLog(directory, { event: 'done' });
    removeCheckpoints(directory);
  } catch (error) {
    onWarning?.(
      `the result is written, but not all is tidy: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** Leaves word of a failure where it can; the failure itself is what the user must hear of. */
function noteFailure(directory: string, manifest: Manifest, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  try {
    appendLog(directory, { event: 'failed', error: message });
    writeManifest(directory, { ...manifest, status: 'failed', end: new Date().toISOString() });
  } catch {
    // The disk that failed the run may fail this too.
  }
}
