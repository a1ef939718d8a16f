import { hostname } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../base/errors.js';
import type { Table } from '../base/table.js';
import { writeFileAtomically } from '../store/atomic-file.js';
import { removeCheckpoints } from '../store/checkpoint.js';
import { findManifest } from '../store/find-manifest.js';
import { writeFolded } from '../store/folded/folded.js';
import type { Json } from '../store/json.js';
import { lockRunDirectory } from '../store/lock.js';
import { appendLog } from '../store/log.js';
import { thisMachine } from '../store/machine.js';
import { FORMAT_VERSION, type Manifest, removeSpread, tableFile, writeManifest } from '../store/manifest.js';
import { writeParquet } from '../store/parquet.js';
import type { Part } from '../store/parts.js';
import { createDirectory } from '../store/run-directory.js';
import { type Checkpoints, findCheckpoint, type Resumption, scheduleCheckpoints } from './checkpoints.js';
import type { JobOptions, OpenOptions } from './options.js';
import { digestOf } from './results/digest-of.js';

/** What a job came to: its end, with what is to be stored, or a place at which it was told to stop. */
export type Computed<State> =
  | { readonly ended: false; readonly position: number }
  | {
      readonly ended: true;
      readonly position: number;
      /** The last state, as a checkpoint holds it: a failure while results are written then costs no computing. */
      readonly state: () => State;
      readonly tables: Readonly<Record<string, Table>>;
      /** What is printed at the end, given the time that computing took, before a resumption too. */
      readonly summary: (elapsedMs: number) => object;
    };

/** Work that has a directory of its own: found finished, resumed, or done from the start under the directory's lock. */
export interface Job<State> {
  readonly directory: string;
  readonly part: Part | null;
  /** In messages: `run` or `pressure curve`. */
  readonly what: string;
  /** A place on the way in words, such as `generation 7`. */
  readonly place: (position: number) => string;
  /** Refuses what this machine cannot do, before anything is written. */
  readonly check: () => void;
  readonly compute: (resumeFrom: State | undefined, checkpoints: Checkpoints<State>) => Promise<Computed<State>>;
  /**
   * Writes the summary to a file of its own, before the manifest makes all of it a result; without this the manifest
   * holds it.
   */
  readonly writeSummary?: ((summary: Json) => void) | undefined;
}

/** How a job went: the manifest of its result, or where it was stopped. */
export type JobOutcome =
  | { readonly manifest: Manifest; readonly stored: boolean }
  | { readonly manifest: null; readonly position: number };

/** Finds a finished result, resumes an unfinished one, computes and writes. What was finished before stays whole. */
export async function doJob<State>(job: Job<State>, options: OpenOptions): Promise<JobOutcome> {
  const { directory } = job;
  const stored = findFinished(job, options);
  if (stored !== null) return { manifest: stored, stored: true };
  job.check();
  createDirectory(directory);
  const lock = lockRunDirectory(directory);
  try {
    // Another process may have finished it between the first look and the lock.
    const finished = findFinished(job, options);
    if (finished !== null) return { manifest: finished, stored: true };
    refuseUnfinished(job, options);
    return await doLocked(job, options);
  } finally {
    lock.release();
  }
}

type Place = Pick<Job<unknown>, 'directory' | 'what'>;

/** The manifest of a finished result of the same scenario and seed; null where there is none. */
function findFinished({ directory, what }: Place, { hash, scenario }: JobOptions): Manifest | null {
  const manifest = findManifest(directory);
  if (manifest === null) return null;
  refuseOther(directory, what, manifest, hash, String(scenario.seed));
  return manifest.status === 'done' ? manifest : null;
}

/** Refuses a place that is taken: two scenarios may share the twelve digits of their hashes that a path shows. */
export function refuseOther(directory: string, what: string, manifest: Manifest, hash: string, seed: string): void {
  if (manifest.hash === hash && manifest.seed === seed) return;
  throw new UserError(
    `${directory}: holds the ${what} of another scenario (hash ${manifest.hash}, seed ${manifest.seed}; ` +
      `expected ${hash}, seed ${seed}): move it away or choose another --out`,
  );
}

/** Refuses to begin anew over what was left unfinished; called with the lock held, so that nobody is at it. */
function refuseUnfinished({ directory, what }: Place, { resume }: JobOptions): void {
  const manifest = findManifest(directory);
  if (manifest === null || resume) return;
  throw new UserError(
    `${directory}: holds an unfinished ${what} (status ${manifest.status}): add --resume to go on, or remove it to start again`,
  );
}

async function doLocked<State>(job: Job<State>, options: OpenOptions): Promise<JobOutcome> {
  const { directory } = job;
  const started = performance.now();
  const resumption: Resumption<State> | undefined = options.resume ? findCheckpoint(options, job) : undefined;
  const elapsedMs = (): number => (resumption?.elapsedMs ?? 0) + performance.now() - started;
  // What goes on was begun when its first part was.
  const begun = resumption === undefined ? undefined : findManifest(directory)?.start;
  const manifest = openManifest(options, job.part, begun);
  const isFolded = options.form === 'folded';
  // What is to be folded is one of many small runs: until there is something to resume, nothing is written that a disk
  // must be waited for, and the scenario's text is kept once for all of them.
  if (!isFolded) {
    writeFileAtomically(join(directory, 'scenario.yaml'), options.text);
    writeManifest(directory, manifest);
  }
  appendLog(directory, {
    event: resumption === undefined ? 'started' : 'resumed',
    ...(resumption === undefined ? {} : { resumed_at: resumption.position }),
    workers: options.workers,
    evaluator: options.evaluator,
    host: hostname(),
  });
  let finished: Manifest;
  try {
    const checkpoints = scheduleCheckpoints<State>(options, directory, elapsedMs, () => {
      if (isFolded) writeManifest(directory, manifest);
    });
    const computed = await job.compute(resumption?.state, checkpoints);
    if (!computed.ended) {
      appendLog(directory, { event: 'stopped', stopped_at: computed.position });
      writeManifest(directory, { ...manifest, status: 'stopped', end: new Date().toISOString() });
      return { manifest: null, position: computed.position };
    }
    checkpoints.saveLast(computed.position, computed.state);
    const { digest, stored, tables } = digestOf(computed.tables);
    if (!isFolded) for (const table of tables) await writeParquet(table, tableFile(directory, table.spec.name));
    const summary = computed.summary(elapsedMs()) as Json;
    job.writeSummary?.(summary);
    finished = {
      ...manifest,
      status: 'done',
      end: new Date().toISOString(),
      tables: stored,
      digest,
      summary: job.writeSummary === undefined ? summary : null,
    };
    if (isFolded) writeFolded(directory, finished, tables);
    else writeManifest(directory, finished);
  } catch (error) {
    noteFailure(directory, manifest, error);
    throw error;
  }
  tidyUp(directory, options);
  return { manifest: finished, stored: false };
}

/** The manifest of work that begins, or goes on. */
function openManifest(options: OpenOptions, part: Part | null, start = new Date().toISOString()): Manifest {
  return {
    formatVersion: FORMAT_VERSION,
    ...(part === null ? {} : { part }),
    name: options.scenario.name,
    seed: String(options.scenario.seed),
    hash: options.hash,
    scenario: options.scenario as unknown as Json,
    packageVersion: options.packageVersion,
    evaluator: { name: options.evaluator, device: options.where },
    machine: thisMachine(),
    node: process.version,
    start,
    end: null,
    status: 'running',
    tables: [],
    digest: null,
    summary: null,
  };
}

/** After the result is whole: what fails here is said, and takes nothing from the result. */
function tidyUp(directory: string, { onWarning, form }: JobOptions): void {
  try {
    appendLog(directory, { event: 'done' });
    removeCheckpoints(directory);
    if (form === 'folded') removeSpread(directory);
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
    // The disk that failed the work may fail this too.
  }
}
