import { join } from 'node:path';
import { UserError } from '../../base/errors.js';
import { holdEvaluations } from '../../run/held-evaluations.js';
import type { Verdict, VerifyOptions } from '../../run/verify.js';
import { type WorkerPool, workerPool } from '../../run/worker-pool.js';
import { isOnDevice } from '../../simulate/evaluators.js';
import { withDuckDB } from '../../store/duckdb.js';
import { finishedPoints } from '../finished.js';
import { nounOf } from '../merge/notes.js';
import { loadSweepDirectory } from '../open-sweep.js';
import { checkMerged } from './check-merged.js';
import { checkDone, checkPack, type StoredRuns } from './check-stored.js';
import type { Difference } from './difference.js';
import { type Expected, expectRun } from './expected.js';
import { type StoredAt, verifyAgain } from './verify-again.js';

/** Bytes that DuckDB may hold: a row group of a file at a time is enough. */
const MEMORY_BYTES = 2 ** 28;

export interface SweepVerifyOptions {
  readonly storedOnly: boolean;
  /** Runs that are computed again at once, a thread each. */
  readonly workers: number;
  readonly evaluator?: string | undefined;
  readonly packageVersion: string;
  readonly onProgress?: ((progress: VerifyProgress) => void) | undefined;
  readonly onNote?: ((text: string) => void) | undefined;
}

export interface VerifyProgress {
  readonly what: 'runs checked' | 'runs repeated';
  readonly done: number;
  readonly total: number;
}

export interface SweepVerdict {
  readonly status: 'done' | 'failed';
  readonly directory: string;
  /** Finished runs that were verified. */
  readonly runs: number;
  /** Runs that differ, and files of many runs that do. */
  readonly failed: number;
  /** The first that differs, and its first table. */
  readonly differs: { readonly place: string; readonly table: string } | null;
  readonly message: string;
}

/** A task of a thread that computes a run again. */
export interface VerifyTask {
  readonly stored: StoredAt;
  readonly evaluator: string | undefined;
  readonly packageVersion: string;
}

/** A run to be computed again. */
interface ToRepeat {
  readonly stored: StoredAt;
  /** Where it would lie below the sweep's directory. */
  readonly place: string;
  readonly usesDevice: boolean;
}

/** What a thread answers; what it notes comes with it. */
export interface VerifyAnswer {
  readonly verdict: Verdict;
  readonly notes: readonly string[];
}

/**
 * Verifies all finished runs of a sweep: that what is stored, packed, merged or neither yet, is what the manifests speak of,
 * then that the runs give it again.
 *
 * @throws UserError where nothing is finished
 */
export async function verifySweep(directory: string, options: SweepVerifyOptions): Promise<SweepVerdict> {
  const sweep = await loadSweepDirectory(directory);
  const known = finishedPoints(directory);
  const total = known.ids().size;
  if (total === 0)
    throw new UserError(`${directory}: none of its ${nounOf(sweep.points.length, 'run')} is finished yet`);
  const { onProgress, onNote } = options;

  const expected: Expected = new Map();
  const differences: Difference[] = [];
  const again: ToRepeat[] = [];
  let checked = 0;
  const take = (pack: string | null, { runs, differences: found }: StoredRuns): void => {
    differences.push(...found);
    const differing = new Set(found.map(({ id }) => id));
    for (const run of runs) {
      if (pack !== null && known.packed(run.id)?.pack !== pack) continue;
      expectRun(expected, run);
      if (differing.has(run.id)) continue;
      const evaluators = run.parts.map(({ manifest }) => options.evaluator ?? manifest.evaluator.name);
      const usesDevice = evaluators.some(isOnDevice);
      again.push({ stored: { directory, id: run.id, pack }, place: run.directory, usesDevice });
    }
    checked += runs.length;
    onProgress?.({ what: 'runs checked', done: Math.min(checked, total), total });
  };
  const merged = await withDuckDB(
    async (connection) => {
      for (const pack of known.packs()) take(pack, await checkPack(connection, directory, pack));
      for (const id of known.unpacked()) if (known.packed(id) === null) take(null, checkDone(directory, id));
      return checkMerged(connection, sweep, directory, known, expected);
    },
    { memoryBytes: MEMORY_BYTES, threads: 1 },
  );
  if (merged.notChecked !== null) onNote?.(`${directory}: the merged tables are not checked: ${merged.notChecked}`);
  differences.push(...merged.differences);
  if (!options.storedOnly) differences.push(...(await repeatAll(again, options)));
  return judge(directory, total, differences, options.storedOnly, merged.notChecked === null);
}

/** Computes runs again, each in a thread of its own. */
async function repeatAll(again: readonly ToRepeat[], options: SweepVerifyOptions): Promise<Difference[]> {
  const { evaluator, packageVersion, onProgress, onNote } = options;
  const total = again.length;
  // A device belongs to one thread, which opens it once: its runs are done one after another.
  const threads = again.some(({ usesDevice }) => usesDevice) ? 0 : Math.min(options.workers, total);
  const pool: WorkerPool<VerifyTask, VerifyAnswer> | null =
    threads > 1 ? workerPool('verify', null, threads, () => 'verifying a run') : null;
  const evaluations = holdEvaluations();
  const found: Difference[][] = [];
  const noted = new Set<string>();
  let done = 0;
  const one = async (index: number): Promise<void> => {
    const { stored, place } = again[index]!;
    const task = { stored, evaluator, packageVersion };
    const { verdict, notes } =
      pool === null ? await repeat(task, options.workers, evaluations.open) : await pool.run(task);
    for (const note of notes) {
      if (noted.has(note)) continue;
      noted.add(note);
      onNote?.(note);
    }
    found[index] =
      verdict.status === 'done'
        ? []
        : [{ id: stored.id, place, table: verdict.differs ?? '', reason: reasonOf(verdict) }];
    done++;
    onProgress?.({ what: 'runs repeated', done, total });
  };
  try {
    if (pool === null) for (let index = 0; index < total; index++) await one(index);
    else await Promise.all(again.map((_, index) => one(index)));
  } finally {
    await pool?.close();
    await evaluations.close();
  }
  return found.flat();
}

/** One run computed again; in the thread that asks. */
export async function repeat(task: VerifyTask, workers: number, open?: VerifyOptions['open']): Promise<VerifyAnswer> {
  const notes: string[] = [];
  const { stored, evaluator, packageVersion } = task;
  const verdict = await verifyAgain(stored, {
    ...{ evaluator, packageVersion, workers, open, storedOnly: false },
    onNote: (text) => notes.push(text),
  });
  return { verdict, notes };
}

/** What the failing lines of a verdict say after the run's directory. */
function reasonOf({ directory, message }: Verdict): string {
  const lines = message.split('\n').filter((line) => line.startsWith('FAILED'));
  return lines.map((line) => line.replace(/^FAILED {2}/, '').replace(`${directory}: `, '')).join('; ');
}

function judge(
  directory: string,
  runs: number,
  differences: readonly Difference[],
  storedOnly: boolean,
  isMergedChecked: boolean,
): SweepVerdict {
  const places = new Set(differences.map(({ place }) => place));
  const [first] = differences;
  const common = { directory, runs, failed: places.size };
  if (first === undefined) {
    const what = [
      `the stored tables of ${nounOf(runs, 'finished run')} match their digests`,
      ...(isMergedChecked ? ['so do their rows in the merged tables'] : []),
      ...(storedOnly ? [] : ['the runs repeated give the same']),
    ].join('; ');
    return { ...common, status: 'done', differs: null, message: `OK  ${directory}: ${what}` };
  }
  const isFile = first.place.startsWith(directory);
  const place = isFile ? first.place : join(directory, first.place);
  const reason =
    first.reason.startsWith('table ') || first.table === '' ? first.reason : `${first.table}: ${first.reason}`;
  const lines = [`FAILED  ${place}: ${reason}`];
  if (places.size > 1) {
    lines.push(
      `FAILED  ${directory}: of ${nounOf(runs, 'finished run')} ${places.size} differ, or files that hold many`,
    );
  }
  return { ...common, status: 'failed', differs: { place, table: first.table }, message: lines.join('\n') };
}
