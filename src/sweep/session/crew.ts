import { type Evaluation, openEvaluation } from '../../run/evaluation.js';
import { type SharedEvaluation, shareEvaluation } from '../../run/shared-evaluation.js';
import { startThreads, type WorkerPool } from '../../run/worker-pool.js';
import { AUTO, isOnDevice } from '../../simulate/evaluators.js';
import { readProgress } from './board.js';
import type { ComputeContext, PointAnswer, PointTask } from './compute-point.js';
import { OF_THE_RUN } from './fault.js';

/** Threads that compute runs, one at a time each. */
export interface Crew {
  /** Never refused: a thread that dies fails the run that it computed. */
  run(task: PointTask): Promise<PointAnswer>;
  close(): Promise<void>;
  /** For tests that end one. */
  readonly threads: WorkerPool<PointTask, PointAnswer>['threads'];
}

/** What every thread of a crew is told once. */
export interface CrewData {
  readonly context: ComputeContext;
  /** What this thread holds open for all of them; null where each run opens its own. */
  readonly evaluation: SharedEvaluation | null;
}

/**
 * Starts the threads; they stay until the session ends. A device is opened once for all of them.
 *
 * @throws DeviceError where the evaluator's device cannot be had
 */
export async function startCrew(
  context: ComputeContext,
  threads: number,
  onNote: (text: string) => void,
): Promise<Crew> {
  const evaluation = await openForAll(context.evaluator, onNote);
  const data: CrewData = { context, evaluation: evaluation === null ? null : shareEvaluation(evaluation) };
  const pool = startThreads<PointTask, PointAnswer>('sweep', data, threads, evaluation?.device);
  return {
    get threads() {
      return pool.threads;
    },
    async run(task) {
      try {
        return await pool.run(task);
      } catch (error) {
        return death(task, context, error);
      }
    },
    async close() {
      await pool.close();
      await evaluation?.close();
    },
  };
}

/** Null where no device can stand behind an evaluator. */
async function openForAll(asked: string | null, onNote: (text: string) => void): Promise<Evaluation | null> {
  if (asked === null || !(asked === AUTO || isOnDevice(asked))) return null;
  // Whether a device pays, each run decides by its own size.
  return openEvaluation(asked, () => Number.POSITIVE_INFINITY, onNote);
}

function death({ board }: PointTask, { commands }: ComputeContext, error: unknown): PointAnswer {
  const cause = error instanceof Error ? error.message : String(error);
  return {
    kind: 'failed',
    command: readProgress(board)?.command ?? commands[0]!,
    fault: {
      kind: 'machine',
      error: `the thread that computed it died: ${cause}; with fewer runs at once each has more memory`,
      ...OF_THE_RUN,
    },
    ...{ notes: [], warnings: [] },
  };
}
