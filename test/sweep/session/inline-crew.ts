import { readdirSync } from 'node:fs';
import type { Sweep } from '../../../src/sweep/design/records.js';
import { type ComputeContext, computePoint } from '../../../src/sweep/session/compute-point.js';
import type { Crew } from '../../../src/sweep/session/crew.js';
import type { SessionEvent, SessionOutcome } from '../../../src/sweep/session/events.js';
import { runSession, type SessionOptions } from '../../../src/sweep/session/session.js';

/** Runs are computed in this thread: to start others takes longer than the runs. */
export async function startInline(context: ComputeContext): Promise<Crew> {
  return { threads: [], run: (task) => computePoint(context, task), close: async () => {} };
}

/** A session in this thread, with all that it told. */
export async function inlineSession(
  sweep: Sweep,
  directory: string,
  changes: Partial<SessionOptions> = {},
): Promise<{ outcome: SessionOutcome; events: SessionEvent[] }> {
  const events: SessionEvent[] = [];
  const outcome = await runSession(sweep, directory, {
    ...{ threads: 1, shard: null, wait: true, packageVersion: '0.0.0', startCrew: startInline },
    ...changes,
    onEvent(event) {
      events.push(event);
      changes.onEvent?.(event);
    },
  });
  return { outcome, events };
}

/** Names of all files below a folder, in ascending order. */
export function filesIn(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
}
