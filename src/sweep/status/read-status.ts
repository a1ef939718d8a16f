import { DeviceError } from '../../base/errors.js';
import { attemptsLeft, readFailures } from '../claim/failures.js';
import { fileSystemNow } from '../claim/file-clock.js';
import { seeLeases } from '../claim/see-leases.js';
import type { Point, Sweep } from '../design/records.js';
import { type FinishedPoints, finishedPoints } from '../finished.js';
import { layout } from '../layout.js';
import { type ElapsedOf, finishedCosts } from './finished-costs.js';
import type { FailedPoint, HeldPoint, SweepStatus } from './records.js';
import { timeLeft } from './time-left.js';

/** Looks at a sweep's files, again and again where asked. */
export interface StatusReader {
  look(): SweepStatus;
}

/**
 * Reads how far a sweep is from its files alone, and changes nothing of it.
 *
 * @param directory of the sweep; it need not be there yet
 * @param elapsedOf of a finished run in a file of its own
 * @throws DeviceError, at every look, where a folder cannot be read
 */
export function statusReader(sweep: Sweep, directory: string, elapsedOf: ElapsedOf): StatusReader {
  let known: FinishedPoints | null = null;
  const byId = new Map(sweep.points.map((point) => [point.id, point]));
  const elapsed = remembered(elapsedOf);

  return {
    look() {
      const notes: string[] = [];
      // In this order: what is given up meanwhile is then found where it has come to, and nothing is missing in between.
      const held = heldPoints(directory, byId, notes);
      const failures = readFailures(directory);
      known?.refresh();
      const finished = (known ??= finishedPoints(directory));
      const [running, stale, failed]: [HeldPoint[], HeldPoint[], FailedPoint[]] = [[], [], []];
      const waiting: Point[] = [];
      let toBeRetried = 0;
      let done = 0;
      for (const point of sweep.points) {
        if (finished.has(point.id)) {
          done++;
          continue;
        }
        const record = failures.get(point.id);
        if (record !== undefined && attemptsLeft(record, sweep.retries) === 0) {
          failed.push({ point, record });
          continue;
        }
        if (record !== undefined) toBeRetried++;
        const lease = held.get(point.id);
        if (lease !== undefined && lease.ageSeconds <= sweep.lease.stale) {
          running.push(lease);
          continue;
        }
        if (lease !== undefined) stale.push(lease);
        waiting.push(point);
      }
      const left = running.length + waiting.length;
      return {
        ...{ directory, name: sweep.name },
        status: left === 0 ? (failed.length === 0 ? 'done' : 'failed') : running.length > 0 ? 'running' : 'idle',
        counts: {
          points: sweep.points.length,
          done,
          running: running.length,
          stale: stale.length,
          failed: failed.length,
          missing: waiting.length - stale.length,
        },
        ...{ toBeRetried, running, stale, failed, notes },
        outside: finished.ids().size - done,
        timeLeft: timeLeft({
          ...{ axes: sweep.axes, points: sweep.points, commands: sweep.commands.length, waiting, running },
          measured: left === 0 ? [] : finishedCosts(sweep, finished, elapsed),
        }),
      };
    },
  };
}

/** Points that have a lease, by id. */
function heldPoints(directory: string, byId: ReadonlyMap<string, Point>, notes: string[]): Map<string, HeldPoint> {
  const sightings = [...seeLeases(directory)].filter(([id]) => byId.has(id));
  if (sightings.length === 0) return new Map();
  const now = timeOf(directory, notes);
  return new Map(
    sightings.map(([id, { record, beatAt }]) => [
      id,
      { point: byId.get(id)!, holder: record, ageSeconds: Math.max(0, (now - beatAt) / 1000) },
    ]),
  );
}

/** The file system's clock where a file can be written there; this machine's otherwise, which may be another. */
function timeOf(directory: string, notes: string[]): number {
  try {
    return fileSystemNow(layout.claims(directory));
  } catch (error) {
    if (!(error instanceof DeviceError)) throw error;
    notes.push(`running and stale are told apart by this machine's clock: ${error.message}`);
    return Date.now();
  }
}

/** What a finished run took never changes. */
function remembered(elapsedOf: ElapsedOf): ElapsedOf {
  const known = new Map<string, ReturnType<ElapsedOf>>();
  return (id) => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const elapsed = elapsedOf(id);
    known.set(id, elapsed);
    return elapsed;
  };
}
