import type { LeaseProgress } from '../claim/lease-record.js';
import type { Point } from '../design/records.js';
import { askToStop, type Board, createBoard, readProgress } from './board.js';
import type { Running } from './events.js';

/** The runs that this process computes now. */
export interface UnderWay {
  /** Adds a run; it is told to stop at once where all were told so before. */
  begin(point: Point): Board;
  finish(point: Point): void;
  /** Tells all to stop, and any that begins after. */
  stopAll(): void;
  running(): Running[];
  progressOf(point: Point): LeaseProgress | null;
  readonly size: number;
}

export function runsUnderWay(): UnderWay {
  const runs = new Map<string, { readonly point: Point; readonly board: Board }>();
  let isStopping = false;
  return {
    begin(point) {
      const board = createBoard();
      if (isStopping) askToStop(board);
      runs.set(point.id, { point, board });
      return board;
    },
    finish: ({ id }) => void runs.delete(id),
    stopAll() {
      isStopping = true;
      for (const { board } of runs.values()) askToStop(board);
    },
    running: () => [...runs.values()].map(({ point, board }) => ({ point, progress: readProgress(board) })),
    progressOf({ id }) {
      const run = runs.get(id);
      return run === undefined ? null : readProgress(run.board);
    },
    get size() {
      return runs.size;
    },
  };
}
