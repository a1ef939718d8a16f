import { describe, expect, it } from 'vitest';
import { formatBytes, formatCoreTime, formatCount, formatRate } from '../../src/cli/format-amounts.js';
import { formatDryRun } from '../../src/cli/format-dry-run.js';
import { formatSweepStatus, formatTimeLeft } from '../../src/cli/format-sweep-status.js';
import { runsStyle } from '../../src/cli/progress-runs.js';
import type { DryRun } from '../../src/sweep/estimate/records.js';
import type { HeldPoint, SweepStatus } from '../../src/sweep/status/records.js';
import { pointOf, smallSweep } from '../sweep/small-sweep.js';

describe('amounts', () => {
  it('are said as people say them', () => {
    expect([0, 900, 1024, 1.5e6, 3.2e10].map(formatBytes)).toEqual([
      '0 bytes',
      '900 bytes',
      '1.0 KiB',
      '1.4 MiB',
      '30 GiB',
    ]);
    expect([0.2, 30, 90, 3600, 36_000, 7.2e6].map(formatCoreTime)).toEqual([
      'under 1 s of one core',
      '30 s of one core',
      '0.025 core hours',
      '1.0 core hours',
      '10 core hours',
      '2,000 core hours',
    ]);
    expect([40, 1.25, 0.5, 0.001, 0.0001].map(formatRate)).toEqual([
      '40 a s',
      '1.3 a s',
      '30 a min',
      '3.6 a h',
      '0.4 a h',
    ]);
    expect([formatCount(1, 'run'), formatCount(20_000, 'run')]).toEqual(['1 run', '20,000 runs']);
  });
});

const held = (index: number, done: number | null): HeldPoint => ({
  ...{ point: pointOf(index), ageSeconds: 3 },
  holder: {
    ...{ id: pointOf(index).id, token: '', host: 'node1', pid: 12, job: index === 1 ? '7_3' : null, since: '' },
    progress: done === null ? null : { command: 'run', done, total: 200, from: 100, elapsedMs: 1000 },
  },
});

const status: SweepStatus = {
  ...{ directory: "out/it's", name: 'small', status: 'running' },
  counts: { points: 2000, done: 1195, running: 2, stale: 1, failed: 2, missing: 800 },
  ...{ toBeRetried: 1, outside: 12 },
  running: [held(1, 150), held(2, null)],
  stale: [{ ...held(3, 120), ageSeconds: 500 }],
  failed: [4, 5].map((index) => ({
    point: pointOf(index, ['a.b=[1, 2]']),
    record: {
      ...{ id: pointOf(index).id, seed: '104', overrides: [] },
      attempts: [{ command: 'pressure', kind: 'input', error: 'no\nway', host: 'node2', time: '' }],
    },
  })),
  timeLeft: { kind: 'unknown', reason: 'nobody is at work', coreSeconds: 7200 },
  notes: ['the clock'],
};

describe('the status of a sweep', () => {
  const text = formatSweepStatus(smallSweep(3), status, { rows: 1 });
  it('counts every state, and shows as many of each as there is room for', () => {
    expect(text.split('\n')).toEqual([
      "sweep          small, 2,000 runs, out/it's",
      'done           1,195 (59 %)',
      'running        2 on 1 host',
      'stale          1, whose process died: whoever works on the sweep goes on with them',
      'failed         2 for good',
      'missing        800; 1 run failed once and will be tried again',
      'outside        12 finished runs not of the present design: kept, not merged',
      'time left      unknown: nobody is at work; about 2.0 core hours',
      '',
      expect.stringMatching(/^running +progress +rate +last sign of life +host +job +point$/),
      expect.stringMatching(/^-+ /),
      expect.stringMatching(/^ +1 +generation 150 of 200 +50 a s +3 s ago +node1 +7_3 +place 1, replicate 0$/),
      '… and 1 more',
      '',
      expect.stringMatching(/^stale /),
      expect.stringMatching(/^-+ /),
      expect.stringMatching(/^ +3 +generation 120 of 200 +20 a s +8 min ago +node1 +pid 12 +place 3/),
      '',
      'failed',
      '------',
      'run 4 (place 4, replicate 0, seed 104): pressure failed on node2: no',
      '… and 1 more (--json lists all)',
      "run 4 by itself: scarce pressure 'out/it'\\''s/base.yaml' --seed 104 --set stop.generations=6 --set measure.prior=1 --set 'a.b=[1, 2]'",
      "all of them again: scarce sweep 'out/it'\\''s' --retry-failed",
      '',
      'note: the clock',
      '',
    ]);
  });

  it('tells the time left with what it is told from', () => {
    const known = { kind: 'known', seconds: 600, coreSeconds: 9000, atOnce: 15, measured: 41 } as const;
    expect(formatTimeLeft(known)).toBe('about 10 min (2.5 core hours at 15 runs at once, told from 41 finished runs)');
    expect(formatTimeLeft({ ...known, measured: 0 })).toMatch(/told from the pace of those running\)$/);
    const reason = 'no run with columns 8 has finished yet';
    expect(formatTimeLeft({ kind: 'unknown', reason, coreSeconds: 7200 })).toBe(
      `unknown: ${reason}; the others about 2.0 core hours`,
    );
    expect(formatTimeLeft({ kind: 'unknown', reason, coreSeconds: null })).toBe(`unknown: ${reason}`);
  });
});

it('the progress of a session counts parts of runs, and its rate is that of this session', () => {
  let now = 0;
  const style = runsStyle(() => now);
  const step = (finished: number, done: number) => ({
    counts: { points: 10, finished, failed: 1, here: 1, left: 8 - finished },
    running: [{ point: pointOf(0), progress: { command: 'run' as const, done, total: 8, from: 0, elapsedMs: 1 } }],
  });
  expect(style.line(step(3, 0))).toBe('3 of 10 runs, 1 failed, 1 under way');
  expect(style.isTold!(step(3, 7))).toBe(false);
  now = 60_000;
  expect(style.line(step(6, 0))).toBe('6 of 10 runs, 1 failed, 1 under way, 3.0 a min');
  expect([style.isTold!(step(4, 0)), style.isTold!({ ...step(4, 0), running: [] })]).toEqual([true, true]);
  // 6 finished, 1 failed, a quarter of the one under way.
  expect([style.done(step(6, 2)), style.total(step(6, 2))]).toEqual([7250, 10_000]);
  expect([style.isLast(step(8, 0)), style.isLast(step(9, 0))]).toEqual([false, true]);
});

describe('a dry run', () => {
  const run: DryRun = {
    ...{ directory: 'out/many', name: 'many', base: 'line.yaml', evaluator: 'wasm', commands: ['run', 'pressure'] },
    axes: [
      { name: 'size', type: 'integer', values: [8, 16] },
      { name: 'noise', type: 'double', values: [0.3, 0.1, 0.2, 0.1234567891, 0.5, 0.6, 0.7, 0.8, 0.9] },
      { name: 'kind', type: 'text', values: [...'abcdefghi'] },
    ],
    ...{ points: 20_000, combinations: 10_000, replicates: 2, done: 500, checked: 77 },
    cost: {
      ...{ coreSeconds: 360_000, leastSeconds: 5, mostSeconds: 70, atMost: true, isRough: false },
      ...{ source: { kind: 'tried', points: 9 }, memoryBytes: 2 ** 21 },
    },
    disk: {
      bytes: 2 ** 30,
      mostBytes: 2 ** 31,
      usedBytes: 2 ** 20,
      freeBytes: null,
      source: { kind: 'finished', points: 1 },
    },
    first: [{ ...pointOf(0), coordinates: [8, 0.3, 'a'] }],
    notes: ['a note'],
  };

  it('is told in lines, with the first points', () => {
    expect(formatDryRun(run).split('\n')).toEqual([
      'sweep          many, of line.yaml, into out/many',
      'runs           20,000 runs (10,000 settings, 2 replicates each), each scarce run and scarce pressure, evaluated by wasm',
      'axes           size: 2 values, 8, 16',
      '               noise: 9 values from 0.1 to 0.9',
      '               kind: 9 values, a, b, c, …, i',
      'checked        77 runs of them, spread evenly',
      'done           500 runs; 19,500 runs left',
      'time           at most 100 core hours, by 9 points tried just now (5 s to 70 s a run)',
      'memory         2.0 MiB a run; Node itself takes some 110 MiB, and 45 for each run at once',
      'disk           about 1.0 GiB with merged tables, at most 2.0 GiB on the way, by 1 finished run of it; 1.0 MiB used',
      '',
      expect.stringMatching(/^run +size +noise +kind +replicate +seed +id$/),
      expect.stringMatching(/^-+ /),
      expect.stringMatching(/^ +0 +8 +0\.3 +a +0 +100 +00abcdef/),
      '…',
      '',
      'note: a note',
      '',
    ]);
  });

  it('says no more than it knows', () => {
    const cost = { ...run.cost!, source: { kind: 'tried', points: 1 } as const };
    expect(formatDryRun({ ...run, cost })).toMatch(/by 1 point tried just now: may be far off \(/);
    expect(formatDryRun({ ...run, cost, combinations: 1 })).toMatch(/by 1 point tried just now \(/);
    const one = formatDryRun({ ...run, done: 0, checked: 20_000, replicates: 1, cost: null, notes: [] });
    expect(one).toMatch(/^runs +20,000 runs, each/m);
    expect(one).toMatch(/^checked +all of them$/m);
    expect(one).not.toMatch(/^(done|time|memory|note)/m);
    expect(formatDryRun({ ...run, combinations: 15_000 })).toMatch(/15,000 settings, 2 replicates each at most/);
  });
});
