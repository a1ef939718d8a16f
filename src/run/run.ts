import { totalmem } from 'node:os';
import { join } from 'node:path';
import { DeviceError, UserError } from '../base/errors.js';
import type { Scenario } from '../scenario/scenario.js';
import { evaluatorNamed } from '../simulate/evaluators.js';
import { writeFileAtomically } from '../store/atomic-file.js';
import { loadLatestCheckpoint, removeCheckpoints, saveCheckpoint } from '../store/checkpoint.js';
import type { Json } from '../store/json.js';
import { lockRunDirectory } from '../store/lock.js';
import { appendLog } from '../store/log.js';
import { thisMachine } from '../store/machine.js';
import { findManifest, type Manifest, storedTableOf, tableFile, writeManifest } from '../store/manifest.js';
import { writeParquet } from '../store/parquet.js';
import { createDirectory, runDirectory } from '../store/run-directory.js';
import { digestOf } from './digest-of.js';
import { type Blueprint, createEngine, drawBlueprint } from './engine.js';
import { type Evolved, evolve, type Progress, type Resumable } from './evolve.js';
import { type Summary, summarise } from './summary.js';

export interface RunOptions {
  readonly scenario: Scenario;
  /** Full hash of the scenario. */
  readonly hash: string;
  /** The scenario file as given, kept beside the results. */
  readonly text: string;
  /** Folder in which run directories are made. */
  readonly out: string;
  /** Worker threads; 0 for inline. */
  readonly workers: number;
  readonly evaluator: string;
  readonly resume: boolean;
  /** Generations between checkpoints; undefined: by time. */
  readonly checkpointEvery?: number | undefined;
  readonly packageVersion: string;
  readonly interrupted?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly onNote?: ((text: string) => void) | undefined;
}

export interface RunOutcome {
  readonly status: 'done' | 'stopped';
  readonly directory: string;
  readonly name: string;
  readonly seed: string;
  readonly hash: string;
  readonly generation: number;
  /** Null for a run that was stopped. */
  readonly digest: string | null;
  readonly summary: Summary | null;
  /** True where the result was there already and nothing was computed. */
  readonly stored: boolean;
}

/** Milliseconds between two checkpoints where no number of generations is given. */
const CHECKPOINT_INTERVAL_MS = 10_000;

/**
 * Runs a scenario into its run directory: finds a finished result, resumes an unfinished one, evolves, writes tables and
 * manifest. Whatever fails on the way, what was finished before stays whole.
 */
export async function runScenario(options: RunOptions): Promise<RunOutcome> {
  const { scenario, hash, out } = options;
  // An unknown evaluator is a fault of the call also where a stored result makes it needless.
  evaluatorNamed(options.evaluator);
  const seed = String(scenario.seed);
  const directory = runDirectory(out, scenario.name, seed, hash);
  const stored = findStoredResult(options, directory, seed);
  if (stored !== null) return stored;
  const blueprint = drawBlueprint(scenario);
  checkMemory(blueprint);
  createDirectory(directory);
  const lock = lockRunDirectory(directory);
  try {
    // Another process may have finished the run between the first look and the lock.
    return findStoredResult(options, directory, seed) ?? (await runLocked(options, directory, seed, blueprint));
  } finally {
    lock.release();
  }
}

/** A finished result of the same scenario and seed; null where the run may begin or go on. */
function findStoredResult(options: RunOptions, directory: string, seed: string): RunOutcome | null {
  const manifest = findManifest(directory);
  if (manifest === null) return null;
  if (manifest.hash !== options.hash || manifest.seed !== seed) {
    throw new UserError(
      `${directory}: holds the run of another scenario (hash ${manifest.hash}, seed ${manifest.seed}; ` +
        `expected ${options.hash}, seed ${seed}): move it away or choose another --out`,
    );
  }
  if (manifest.status === 'done') return storedOutcome(directory, manifest);
  if (!options.resume) {
    throw new UserError(
      `${directory}: holds an unfinished run (status ${manifest.status}): add --resume to go on, or remove it to start again`,
    );
  }
  return null;
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
    const evolved = await evolve(engine, { resumeFrom, onProgress: options.onProgress, between: checkpoints.between });
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
function tidyUp(directory: string, { onNote }: RunOptions): void {
  try {
    appendLog(directory, { event: 'done' });
    removeCheckpoints(directory);
  } catch (error) {
    onNote?.(`the result is written, but not all is tidy: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Bytes per shared byte that plain JavaScript objects, tables and the runtime may take on top. */
const MEMORY_MARGIN = 1.2;

function checkMemory(blueprint: Blueprint): void {
  const needed = blueprint.bytes * MEMORY_MARGIN;
  if (needed <= totalmem()) return;
  const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
  throw new UserError(
    `${blueprint.scenario.name}: needs about ${gibibytes(needed)} of memory; this machine has ${gibibytes(totalmem())}: ` +
      'lower population.size, population.islands, measure.samples or the size of the lattice (--dry-run says what each takes)',
  );
}

function openManifest(options: RunOptions, seed: string): Manifest {
  return {
    formatVersion: 1,
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

function findCheckpoint(options: RunOptions, directory: string): Resumable | undefined {
  const { latest: checkpoint, damaged } = loadLatestCheckpoint(directory, identity(options));
  for (const fault of damaged) options.onNote?.(`checkpoint not used: ${fault}`);
  if (checkpoint === null) {
    options.onNote?.('no usable checkpoint: starting at generation 0');
    return undefined;
  }
  options.onNote?.(`resuming at generation ${checkpoint.generation}`);
  return checkpoint.payload as Resumable;
}

/** What a checkpoint must belong to: the same scenario and seed. */
function identity({ hash, scenario }: RunOptions): string {
  return `${hash} ${scenario.seed}`;
}

function scheduleCheckpoints(options: RunOptions, directory: string) {
  let lastSaved = performance.now();
  const save = (resumable: Resumable): void => {
    saveCheckpoint(directory, resumable.generation, resumable, identity(options));
    lastSaved = performance.now();
  };
  const due = (generation: number): boolean =>
    options.checkpointEvery === undefined
      ? performance.now() - lastSaved >= CHECKPOINT_INTERVAL_MS
      : generation % options.checkpointEvery === 0;
  return {
    save,
    async between(generation: number, resumable: () => Resumable): Promise<boolean> {
      const stop = options.interrupted?.aborted === true;
      if (stop || due(generation)) save(resumable());
      return stop;
    },
  };
}

async function writeResults(
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

function outcomeOf(directory: string, manifest: Manifest, stored: boolean): RunOutcome {
  const summary = manifest.summary as unknown as Summary;
  return {
    status: 'done',
    directory,
    name: manifest.name,
    seed: manifest.seed,
    hash: manifest.hash,
    generation: summary.generation,
    digest: manifest.digest,
    summary,
    stored,
  };
}

function storedOutcome(directory: string, manifest: Manifest): RunOutcome {
  if (manifest.summary === null) {
    throw new DeviceError(
      `${directory}: manifest.json says done but holds no summary: remove the directory and run again`,
    );
  }
  return outcomeOf(directory, manifest, true);
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
