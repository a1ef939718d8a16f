import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors.js';
import { resolvePoint } from '../../../src/sweep/design/check-points.js';
import type { Point, Sweep } from '../../../src/sweep/design/records.js';
import { costOfFinished, costOfTried } from '../../../src/sweep/estimate/cost.js';
import { bytesOfRows, diskEstimate } from '../../../src/sweep/estimate/disk.js';
import { dryRun } from '../../../src/sweep/estimate/dry-run.js';
import { finishedPoints } from '../../../src/sweep/finished.js';
import { layout } from '../../../src/sweep/layout.js';
import { temporaryFolder } from '../../run/scenario-text.js';
import { pointOf, smallSweep } from '../small-sweep.js';

const folder = temporaryFolder();
const sizes = (values: readonly number[]): Point[] =>
  values.map((size, index) => ({ ...pointOf(index, [`population.size=${size}`]), coordinates: [size] }));

function tryOut(sweep: Sweep, directory: string, resolve = (point: Point) => resolvePoint(sweep, point).scenario) {
  return dryRun({
    ...{ sweep, directory, resolve, checked: sweep.points.length, budgetMs: 10_000 },
    finished: finishedPoints(directory),
    elapsedOf: () => ({ run: 2000 }),
    evaluation: { name: 'reference', device: undefined },
  });
}

function finish(directory: string, { id }: Point, bytes: number): void {
  const file = layout.done(directory, id);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, Buffer.alloc(bytes));
}

it('on the way, the disk holds files of all runs, and packs and tables before those are removed', () => {
  const estimate = diskEstimate(folder, 10, { file: 100, kept: 60 }, { kind: 'tried', points: 1 });
  expect(estimate).toMatchObject({ bytes: 600, mostBytes: 1000 + 600 });
  expect(diskEstimate(folder, 10, { file: 60, kept: 100 }, estimate.source)).toMatchObject({ mostBytes: 1000 + 600 });
});

describe('a dry run', () => {
  it('tries points, the costly ones as costly as they are, and says what runs of such tables leave on the disk', () => {
    const sweep = smallSweep(sizes([4, 4000]));
    const { cost, disk, axes, first, notes, ...others } = tryOut(sweep, join(folder, 'tried'));
    expect(others).toMatchObject({ points: 2, done: 0, replicates: 1, evaluator: 'reference', base: 'small.yaml' });
    expect([axes, first.length, notes]).toEqual([[{ name: 'place', type: 'integer', values: [4, 4000] }], 2, []]);
    // A thousand times as many individuals; what a run takes by itself is a hundredth of a second.
    expect(cost).toMatchObject({ source: { kind: 'tried', points: 2 }, atMost: false, isRough: false });
    expect(cost!.mostSeconds / cost!.leastSeconds).toBeGreaterThan(10);
    expect(cost!.coreSeconds).toBeCloseTo(cost!.leastSeconds + cost!.mostSeconds, 9);
    expect(cost!.memoryBytes).toBeGreaterThan(0);
    expect(disk).toMatchObject({ source: { kind: 'tried', points: 2 }, usedBytes: 0 });
    expect(disk.bytes).toBeGreaterThan(2 * bytesOfRows({ generations: 1 }).kept);
    expect(disk.mostBytes).toBeGreaterThan(disk.bytes);
    expect(disk.freeBytes).toBeGreaterThan(0);
  });

  it('goes by finished runs where there are any like those that are left', () => {
    const sweep = smallSweep([
      ...sizes([4]),
      ...sizes([4, 4, 4]).map((point, i) => ({
        ...pointOf(i + 1),
        ...{ coordinates: [4] },
        overrides: point.overrides,
      })),
    ]);
    const directory = join(folder, 'finished');
    finish(directory, sweep.points[0]!, 5000);
    const { cost, disk, done } = tryOut(sweep, directory, () => {
      throw new Error('nothing is to be tried');
    });
    expect([done, cost]).toEqual([
      1,
      {
        ...{ coreSeconds: 6, leastSeconds: 2, mostSeconds: 2, source: { kind: 'finished', points: 1 } },
        ...{ atMost: false, isRough: false, memoryBytes: null },
      },
    ]);
    expect(disk).toMatchObject({ source: { kind: 'finished', points: 1 }, usedBytes: 5000 });
    // Of the bytes that are there those of runs outside the present design are a part, and counted as such.
    const outside = { ...sweep, points: sweep.points.slice(1) };
    expect(tryOut(outside, directory)).toMatchObject({ done: 0, disk: { source: { kind: 'finished', points: 1 } } });
    for (const point of sweep.points) finish(directory, point, 5000);
    expect(tryOut(sweep, directory)).toMatchObject({ done: 4, cost: null });
  });

  it('names points that would fail, and goes by the others', () => {
    const sweep = smallSweep(sizes([4, 8]));
    const scenarioOf = (point: Point) => {
      if (point.index === 1) throw new UserError('size 8: no such thing');
      return resolvePoint(sweep, point).scenario;
    };
    const { cost, notes } = tryOut(sweep, join(folder, 'refused'), scenarioOf);
    expect(cost!.source.points).toBe(1);
    expect(notes).toEqual(['run 1 (place 8, replicate 0) would fail: size 8: no such thing']);
    const none = tryOut(sweep, join(folder, 'refused'), () => {
      throw new UserError('no such thing');
    });
    expect(none.cost).toBeNull();
    expect(none.notes).toEqual([expect.stringMatching(/no such thing; and 1 more of 2 tried$/)]);
  });
});

describe('the cost of what is left', () => {
  const points = sizes([1, 2, 3, 4, 5]);
  const takes = { seconds: 10, rows: {}, memoryBytes: 7, atMost: false, isRough: false };

  it('is that of the tried point nearest to each', () => {
    const found = [
      { point: points[0]!, takes },
      { point: points[4]!, takes: { ...takes, seconds: 30, atMost: true, memoryBytes: 9 } },
    ];
    // 2 is next to 1, 4 next to 5, 3 in the middle between them.
    expect(costOfTried(points, points.slice(1, 4), { found, refused: [] })).toEqual({
      ...{ coreSeconds: 10 + 20 + 30, leastSeconds: 10, mostSeconds: 30, source: { kind: 'tried', points: 2 } },
      ...{ atMost: true, isRough: false, memoryBytes: 9 },
    });
  });

  it('is not told from finished runs that are like none of it', () => {
    const finished = [{ coordinates: [1], ms: 4000 }];
    expect(costOfFinished(points, points.slice(1), finished)).toBeNull();
    expect(costOfFinished(points, points.slice(0, 1), finished)).toMatchObject({ coreSeconds: 4 });
    expect(costOfFinished(points, points, [])).toBeNull();
  });
});
