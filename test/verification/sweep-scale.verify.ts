import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Sweep } from '../../src/sweep/design/records.js';
import type { Merged } from '../../src/sweep/merge/merge-sweep.js';
import { temporaryFolder } from '../run/scenario-text.js';
import {
  bundleFor,
  finishPoints,
  smokeTemplate,
  syntheticDirectory,
  syntheticSweep,
} from '../sweep/synthetic-sweep.js';

const RUNS = 20_000;
const MORE = 100;

const folder = temporaryFolder();

interface Answer {
  readonly merged: Merged;
  readonly rows: readonly (readonly (number | string)[])[];
  /** Seconds from the start of the process's work until each step was done. */
  readonly marks: Readonly<Record<string, number>>;
  readonly seconds: number;
  /** Processor time, of all cores together. */
  readonly cpuSeconds: number;
  readonly mebibytes: number;
}

/** Merges and asks in a process of its own, whose greatest resident size is that of the merge and the query. */
function mergeApart(sweep: Sweep, directory: string, sql: string): Answer {
  const file = join(folder, 'sweep.json');
  writeFileSync(file, JSON.stringify(sweep));
  const output = execFileSync(process.execPath, ['test/sweep/merge-process.mjs', file, directory, sql]);
  return JSON.parse(output.toString());
}

it(`merges ${RUNS} runs and answers a query in less than 30 s and 1 GB, and ${MORE} more in less`, async () => {
  const directory = join(folder, 'sweep');
  const all = syntheticSweep(RUNS + MORE);
  const first = { ...all, points: all.points.slice(0, RUNS) };
  const template = await smokeTemplate(folder);
  syntheticDirectory(directory);
  function* bundles(from: number, to: number) {
    for (const point of all.points.slice(from, to)) yield bundleFor(point, template);
  }
  finishPoints(directory, bundles(0, RUNS));
  const sql =
    'SELECT kind, count(*), count(DISTINCT point), round(avg(mean), 6) FROM channels GROUP BY ALL ORDER BY ALL';
  const print = (what: string, { seconds, cpuSeconds, mebibytes, marks }: Answer): void => {
    const steps = Object.entries(marks).map(([step, at]) => `${step} after ${at.toFixed(1)} s`);
    const took = `answered after ${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} s of processor time`;
    console.log(`${what}: ${[...steps, took].join(', ')}; at most ${mebibytes.toFixed(0)} MiB`);
  };

  const whole = mergeApart(first, directory, sql);
  print(`${RUNS} runs`, whole);
  const perRun = template.parts[0]!.tables.find(({ spec }) => spec.name === 'channels')!.columns[0]!.length;
  expect(whole.merged).toMatchObject({ packed: RUNS, finished: RUNS, notes: [] });
  expect(whole.rows.map(([kind, rows, points]) => [kind, rows, points])).toEqual(
    ["it's", 'plain'].map((kind) => [kind, (RUNS / 2) * perRun, RUNS / 2]),
  );
  // 30 s of two cores: processor time, since other verifications run beside this one; by itself it tells both.
  expect(whole.cpuSeconds).toBeLessThan(60);
  expect(whole.mebibytes).toBeLessThan(1e9 / 2 ** 20);

  const idle = mergeApart(first, directory, sql);
  print('nothing new', idle);
  expect(idle.merged).toMatchObject({ packed: 0, written: false });
  expect(idle.rows).toEqual(whole.rows);

  finishPoints(directory, bundles(RUNS, RUNS + MORE));
  const more = mergeApart(all, directory, sql);
  print(`${MORE} more`, more);
  expect(more.merged).toMatchObject({ packed: MORE, finished: RUNS + MORE });
  expect(more.cpuSeconds).toBeLessThan(whole.cpuSeconds);
});
