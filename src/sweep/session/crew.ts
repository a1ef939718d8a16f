import { startThreads, type WorkerPool } from '../../run/worker-pool.js';
import { readProgress } from './board.js';
import type { ComputeContext, PointAnswer, PointTask } from './compute-point.js';

/** Threads that compute runs, one at a time each. */
export interface Crew {
  /** Never refused: a thread that dies fails the run that it computed. */
  run(task: PointTask): Promise<PointAnswer>;
  close(): Promise<void>;
  /** For tests that end one. */
  readonly threads: WorkerPool<PointTask, PointAnswer>['threads'];
}

/** Starts the threads; they stay until the session ends. */
export function startCrew(context: ComputeContext, threads: number): Crew {
  const pool = startThreads<PointTask, PointAnswer>('sweep', context, threads);
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
    close: () => pool.close(),
  };
}

function death({ board }: PointTask, { commands }: ComputeContext, error: unknown): PointAnswer {
  const cause = error instanceof Error ? error.message : String(error);
  return {
    kind: 'failed',
    command: readProgress(board)?.command ?? commands[0]!,
    fault: {
      kind: 'machine',
      error: `the thread that computed it died: ${cause}; with fewer runs at once each has more memory`,
      ofAllRuns: false,
    },
    ...{ notes: [], warnings: [] },
  };
}
