import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { recordFailure } from '../../../src/sweep/claim/failures.js';
import { beat, claim } from '../../../src/sweep/claim/lease.js';
import type { FailedAttempt } from '../../../src/sweep/claim/lease-record.js';
import { layout } from '../../../src/sweep/layout.js';
import { statusReader } from '../../../src/sweep/status/read-status.js';
import { temporaryFolder } from '../../run/scenario-text.js';
import { pointOf, smallSweep } from '../small-sweep.js';

const folder = temporaryFolder();
const claimant = { host: 'node1', pid: 7, job: '12_3' };

function finish(directory: string, id: string): void {
  const file = layout.done(directory, id);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, '');
}

it('tells the states of all points by files alone, each point in one of them', () => {
  const sweep = smallSweep(8);
  const directory = join(folder, 'states');
  const ids = sweep.points.map(({ id }) => id);
  const failure = (kind: FailedAttempt['kind']): FailedAttempt => ({
    ...{ command: 'run', kind, error: 'no way\nat all', host: 'node2', time: '2026-11-26T00:00:00.000Z' },
  });
  // 0 is finished, though its lease was left; one of another design is finished too.
  finish(directory, ids[0]!);
  claim(directory, ids[0]!, { claimant, stale: 120 });
  finish(directory, pointOf(99).id);
  // 1 runs, having failed once; 2 died.
  recordFailure(directory, sweep.points[1]!, failure('machine'));
  const lease = claim(directory, ids[1]!, { claimant, stale: 120 })!;
  beat(lease, { command: 'run', done: 3, total: 6, from: 0, elapsedMs: 1500 });
  const dead = claim(directory, ids[2]!, { claimant, stale: 120 })!;
  const long = new Date(Date.now() - 500_000);
  utimesSync(layout.lease(directory, ids[2]!, dead.n), long, long);
  // 3 failed as often as it may, 4 failed once, 5 is a fault of the input.
  for (let times = 0; times < 3; times++) recordFailure(directory, sweep.points[3]!, failure('program'));
  recordFailure(directory, sweep.points[4]!, failure('program'));
  recordFailure(directory, sweep.points[5]!, failure('input'));

  const status = statusReader(sweep, directory, () => ({ run: 3000 })).look();
  expect(status.counts).toEqual({ points: 8, done: 1, running: 1, stale: 1, failed: 2, missing: 3 });
  expect(status).toMatchObject({ status: 'running', outside: 1, toBeRetried: 2, notes: [] });
  expect(status.running[0]).toMatchObject({ point: { index: 1 }, holder: { host: 'node1', progress: { done: 3 } } });
  expect(status.stale[0]!.point.index).toBe(2);
  expect(status.stale[0]!.ageSeconds).toBeGreaterThan(450);
  expect(status.failed.map(({ point, record }) => [point.index, record.attempts.length])).toEqual([
    [3, 3],
    [5, 1],
  ]);
  // The coordinate of each point is its own: three were never met.
  expect(status.timeLeft).toMatchObject({ kind: 'unknown', coreSeconds: 1.5 });
});

it('sees what came since the last look, and ends where everything is finished or failed for good', () => {
  const sweep = smallSweep(2);
  const directory = join(folder, 'looks');
  const reader = statusReader(sweep, directory, () => null);
  expect(reader.look()).toMatchObject({ status: 'idle', counts: { missing: 2 }, timeLeft: { kind: 'unknown' } });
  finish(directory, sweep.points[1]!.id);
  expect(reader.look()).toMatchObject({ status: 'idle', counts: { done: 1, missing: 1 } });
  finish(directory, sweep.points[0]!.id);
  expect(reader.look()).toMatchObject({ status: 'done', counts: { done: 2 }, timeLeft: { kind: 'none' } });
});

it('makes no folder, and leaves no file behind', () => {
  const directory = join(folder, 'nowhere');
  statusReader(smallSweep(2), directory, () => null).look();
  expect(readdirSync(folder)).not.toContain('nowhere');
  claim(directory, pointOf(0).id, { claimant, stale: 120 });
  const before = readdirSync(directory, { recursive: true }).sort();
  statusReader(smallSweep(2), directory, () => null).look();
  expect(readdirSync(directory, { recursive: true }).sort()).toEqual(before);
});
