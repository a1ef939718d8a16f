import { expect, it } from 'vitest';
import type { Axis, Point } from '../../../src/sweep/design/records.js';
import type { HeldPoint } from '../../../src/sweep/status/records.js';
import { timeLeft } from '../../../src/sweep/status/time-left.js';
import { pointOf } from '../small-sweep.js';

const axes: Axis[] = [
  { name: 'columns', type: 'integer' },
  { name: 'gate', type: 'text' },
];
const COLUMNS = [2, 4, 8];

/** Three sizes, two gates, two replicates. */
const points: Point[] = COLUMNS.flatMap((columns) =>
  ['and', 'or'].flatMap((gate) => [0, 1].map((replicate) => ({ columns, gate, replicate }))),
).map(({ columns, gate, replicate }, index) => ({ ...pointOf(index), coordinates: [columns, gate], replicate }));
/** A run of n columns takes n seconds, and half as much again with `or`. */
const msOf = ({ coordinates: [columns, gate] }: Point): number => 1000 * Number(columns) * (gate === 'or' ? 1.5 : 1);
const cost = (point: Point) => ({ coordinates: point.coordinates, ms: msOf(point) });
const held = (point: Point, share: number | null): HeldPoint => ({
  ...{ point, ageSeconds: 1 },
  holder: {
    ...{ id: point.id, token: '0'.repeat(16), host: 'a', pid: 1, job: null, since: '2026-11-26T00:00:00.000Z' },
    progress:
      share === null
        ? null
        : { command: 'run', done: 100 * share, total: 100, from: 0, elapsedMs: share * msOf(point) },
  },
});
const course = { axes, points, commands: 1 };

it('tells a run by those of its own coordinates, and shares the work between those at work', () => {
  const measured = points.filter(({ replicate }) => replicate === 0).map(cost);
  const [first, second, ...waiting] = points.filter(({ replicate }) => replicate === 1);
  const running = [held(first!, 0.5), held(second!, null)];
  // 1 of 2 s left, 3 of 3 s, and 4 + 6 + 8 + 12 s to come: 34 s of work for two.
  expect(timeLeft({ ...course, waiting, running, measured })).toEqual({
    ...{ kind: 'known', seconds: 17, coreSeconds: 34, atOnce: 2, measured: 6 },
  });
  // The last run alone takes as long as it takes.
  const last = held(points.at(-1)!, 0);
  expect(timeLeft({ ...course, waiting: [], running: [last, held(first!, 0.99)], measured })).toMatchObject({
    seconds: 12,
  });
  expect(timeLeft({ ...course, waiting: [], running: [], measured })).toEqual({ kind: 'none' });
});

it('tells a run by the nearest that was measured where none of its own was', () => {
  // Known: 2 and, 8 or, 4 or; places of the columns are 0, 1/2 and 1, those of the gates 0 and 1.
  const measured = [points[0]!, points[10]!, points[6]!].map(cost);
  const secondsOf = (point: Point) => {
    const left = timeLeft({ ...course, waiting: [point], running: [], measured });
    return left.kind === 'unknown' && left.reason === 'nobody is at work' ? left.coreSeconds : null;
  };
  expect(secondsOf(points[11]!)).toBe(12);
  expect(secondsOf(points[4]!)).toBe(2);
  // Of 8 and, 8 or and 2 and are both one axis away.
  expect(secondsOf(points[8]!)).toBe(7);
});

it('is unknown where nothing has finished, nobody is at work, or a value of an axis was never met', () => {
  const running = [held(points[0]!, 0.05)];
  expect(timeLeft({ ...course, waiting: points.slice(1), running, measured: [] })).toEqual({
    ...{ kind: 'unknown', reason: 'no run has finished yet', coreSeconds: null },
  });
  const measured = points.slice(0, 8).map(cost);
  expect(timeLeft({ ...course, waiting: points.slice(6), running: [held(points[5]!, 0)], measured })).toEqual({
    // 2 runs of 4 or, 6 s each, and the running one of 4 and, 4 s.
    ...{ kind: 'unknown', reason: 'no run with columns 8 has finished yet', coreSeconds: 16 },
  });
  expect(timeLeft({ ...course, waiting: points.slice(4, 6), running: [], measured })).toEqual({
    ...{ kind: 'unknown', reason: 'nobody is at work', coreSeconds: 8 },
  });
});

it('takes the pace of a running run where it is far enough, unless it tells of one of two commands only', () => {
  const running = [held(points[0]!, 0.5)];
  const waiting = [points[1]!];
  expect(timeLeft({ ...course, waiting, running, measured: [] })).toEqual({
    ...{ kind: 'known', seconds: 3, coreSeconds: 3, atOnce: 1, measured: 0 },
  });
  expect(timeLeft({ ...course, commands: 2, waiting, running, measured: [] })).toMatchObject({ kind: 'unknown' });
});

it('counts only what a holder did itself towards the pace of a run that goes on from a checkpoint', () => {
  const { point, holder } = held(points[8]!, 0.5);
  const resumed = { point, ageSeconds: 1, holder: { ...holder!, progress: { ...holder!.progress!, from: 25 } } };
  // A quarter of it took 4 s: half of it will take 8.
  expect(timeLeft({ ...course, waiting: [], running: [resumed], measured: [] })).toMatchObject({ coreSeconds: 8 });
});
