import { hostname } from 'node:os';
import { attemptsLeft, recordFailure } from '../claim/failures.js';
import { holds, release } from '../claim/lease.js';
import type { FailedAttempt, LeaseRecord } from '../claim/lease-record.js';
import type { PointCommand, Sweep } from '../design/records.js';
import type { PointAnswer } from './compute-point.js';
import type { SessionEvent } from './events.js';
import { OF_THE_RUN } from './fault.js';
import type { Claimed, Queue } from './queue.js';
import type { Roster } from './roster.js';
import { removeWorkDirectories } from './work-directory.js';

export interface SettleContext {
  readonly retries: Sweep['retries'];
  readonly directory: string;
  readonly roster: Roster;
  readonly queue: Queue;
  readonly onEvent: (event: SessionEvent) => void;
}

/**
 * Books what became of a run while its lease still keeps others away, then gives the point free: finished, to be tried
 * again, or failed for good.
 */
export function settle(context: SettleContext, { point, lease }: Claimed, answer: PointAnswer): void {
  const { roster, queue, onEvent } = context;
  for (const text of answer.notes) onEvent({ kind: 'note', point, text });
  for (const text of answer.warnings) onEvent({ kind: 'warning', point, text });
  try {
    // A thread that died could not see whether its run was still its own.
    if (answer.kind === 'lost' || (answer.kind === 'failed' && !holds(lease))) {
      queue.again(point);
      onEvent({ kind: 'lost', point });
    } else if (answer.kind === 'finished') {
      roster.setFinished(point.id);
      onEvent({ kind: 'finished', point, elapsedMs: answer.elapsedMs, isFirst: answer.isFirst });
    } else if (answer.kind === 'failed' && answer.fault.isAttempt) {
      bookFailure(context, { point, lease }, answer);
    } else {
      queue.again(point);
      onEvent({ kind: 'stopped', point });
    }
  } finally {
    release(lease);
  }
}

function bookFailure(
  { retries, directory, roster, queue, onEvent }: SettleContext,
  { point }: Claimed,
  { command, fault }: Extract<PointAnswer, { kind: 'failed' }>,
): void {
  const attempt: FailedAttempt = {
    ...{ command, kind: fault.kind, error: fault.error },
    ...{ host: hostname(), time: new Date().toISOString() },
  };
  const left = attemptsLeft(recordFailure(directory, point, attempt), retries);
  if (left > 0) {
    queue.again(point);
  } else {
    roster.setFailed(point.id);
    removeWorkDirectories(directory, point.id);
  }
  onEvent({ kind: 'failed', point, attempt, left });
}

/** What is said of a run of which all died that began it, the last of them first. */
export function failedByDeaths(deaths: readonly LeaseRecord[], command: PointCommand): PointAnswer {
  const { host, pid, job } = deaths[0]!;
  const last = `process ${pid} on ${host}${job === null ? '' : `, job ${job}`}`;
  const error = `${deaths.length} processes died one after another before a first step of it (the last: ${last}): it may need more memory than there is`;
  return { kind: 'failed', command, fault: { kind: 'machine', error, ...OF_THE_RUN }, notes: [], warnings: [] };
}
