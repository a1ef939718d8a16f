import { DeviceError } from '../../base/errors.js';
import { thisClaimant } from '../claim/claimant.js';
import { fruitlessDeaths } from '../claim/deaths.js';
import { keepBeating } from '../claim/keep-beating.js';
import { type ClaimOptions, release } from '../claim/lease.js';
import type { Sweep } from '../design/records.js';
import { askToStop } from './board.js';
import type { PointAnswer } from './compute-point.js';
import { type Crew, startCrew } from './crew.js';
import type { SessionCounts, SessionEvent, SessionOutcome } from './events.js';
import { claimOrder, type Shard } from './order.js';
import { type Claimed, openQueue } from './queue.js';
import { openRoster } from './roster.js';
import { failedByDeaths, settle } from './settle.js';
import { tidyUp } from './tidy.js';
import { runsUnderWay } from './under-way.js';

export interface SessionOptions {
  /** Runs at once, each in a thread of its own; at least 1. */
  readonly threads: number;
  /** Which part of the points comes first; null for the order of the design. */
  readonly shard: Shard | null;
  /** Whether to stay until other processes, too, have finished what they hold; else until each of them proved to live. */
  readonly wait: boolean;
  readonly packageVersion: string;
  /** Aborted to stop with checkpoints. */
  readonly interrupted?: AbortSignal | undefined;
  readonly onEvent?: ((event: SessionEvent) => void) | undefined;
  /** Starts what computes; only tests give another than the default. */
  readonly startCrew?: typeof startCrew | undefined;
}

/**
 * Processes that may die of a run, one after another and before its first step, until that counts as a failed attempt: one
 * death says little, and every further one takes along what else the process computes.
 */
const MOST_DEATHS = 2;

/** Milliseconds between two `progress` events. */
const PROGRESS_MS = 1000;

/**
 * Computes what is missing of a sweep, beside any number of other processes that do the same, until nothing is left that
 * can be claimed. A run that fails does not stop the others; a fault that would meet them all alike does.
 *
 * @throws DeviceError where the sweep's directory cannot be read or written; what was finished or saved stays
 */
export async function runSession(sweep: Sweep, directory: string, options: SessionOptions): Promise<SessionOutcome> {
  const { threads, shard, wait, packageVersion, interrupted } = options;
  const { onEvent = () => {}, startCrew: start = startCrew } = options;
  const claims: ClaimOptions = { claimant: thisClaimant(), stale: sweep.lease.stale };
  const roster = openRoster(sweep, directory);
  const underWay = runsUnderWay();
  const ending = new AbortController();
  /** What ends the session for all runs, the first of them first. */
  const fatal: unknown[] = [];
  let computed = 0;

  const end = (): void => {
    ending.abort();
    underWay.stopAll();
  };
  const endBy = (error: unknown): void => {
    fatal.push(error);
    end();
  };
  const counts = (): SessionCounts => {
    const { finished, failed } = roster;
    const points = sweep.points.length;
    return { points, finished, failed, here: underWay.size, left: points - finished - failed - underWay.size };
  };
  const tellProgress = (): void => onEvent({ kind: 'progress', counts: counts(), running: underWay.running() });

  const order = claimOrder(sweep.points.length, shard ?? { index: 0, count: 1 }).map((place) => sweep.points[place]!);
  const queue = openQueue(directory, order, roster, {
    ...{ ...claims, wait, every: sweep.lease.beat, signal: ending.signal },
    onWait: (held) => onEvent({ kind: 'waiting', held }),
  });
  const lanes = Math.max(1, Math.min(threads, counts().left));
  const { base, commands, evaluator, checkpoint, retries } = sweep;
  const context = { base, commands, evaluator, checkpoint, packageVersion, sharing: lanes };
  let starting: Promise<Crew> | undefined;

  const note = (text: string): void => onEvent({ kind: 'note', point: null, text });

  const attend = async (claimed: Claimed): Promise<void> => {
    const { point, lease } = claimed;
    const board = underWay.begin(point);
    onEvent({ kind: 'claimed', point, from: lease.from });
    const stopBeating = keepBeating(lease, {
      every: sweep.lease.beat,
      progress: () => underWay.progressOf(point),
      onLost: () => askToStop(board),
      onTrouble: (error) => onEvent({ kind: 'warning', point, text: `no sign of life could be given: ${error}` }),
    });
    let answer: PointAnswer;
    try {
      const deaths = fruitlessDeaths(lease);
      if (deaths.length < MOST_DEATHS) {
        starting ??= start(context, lanes, note);
        answer = await (await starting).run({ point, lease, board });
      } else {
        answer = failedByDeaths(deaths, commands[0]!);
      }
    } catch (error) {
      // Nothing can be computed here at all.
      release(lease);
      throw error;
    } finally {
      stopBeating();
      underWay.finish(point);
    }
    // A full disk refuses the record of its own failure: the failure is what must be told.
    if (answer.kind === 'failed' && answer.fault.ofAllRuns) endBy(new DeviceError(answer.fault.error));
    settle({ retries, directory, roster, queue, onEvent }, claimed, answer);
    if (answer.kind === 'finished' && answer.isFirst) computed++;
    tellProgress();
  };
  const lane = async (): Promise<void> => {
    try {
      for (let claimed = await queue.next(); claimed !== null; claimed = await queue.next()) await attend(claimed);
    } catch (error) {
      endBy(error);
    }
  };

  interrupted?.addEventListener('abort', end);
  if (interrupted?.aborted) end();
  const timer = setInterval(() => {
    try {
      roster.keepUp();
      tellProgress();
    } catch (error) {
      endBy(error);
    }
  }, PROGRESS_MS);
  try {
    tellProgress();
    await Promise.all(Array.from({ length: lanes }, lane));
    if (!ending.signal.aborted) {
      roster.refresh();
      try {
        tidyUp(directory, (id) => !roster.isOpen(id), claims);
      } catch (error) {
        const text = `not all that is left of earlier processes can be removed: ${error}`;
        onEvent({ kind: 'warning', point: null, text });
      }
    }
  } catch (error) {
    endBy(error);
  } finally {
    clearInterval(timer);
    interrupted?.removeEventListener('abort', end);
    const crew = await starting?.catch(() => undefined);
    await crew?.close();
  }
  if (fatal.length > 0) throw fatal[0];
  tellProgress();
  const found = counts();
  return { status: ending.signal.aborted && found.left > 0 ? 'stopped' : 'done', counts: found, computed };
}
