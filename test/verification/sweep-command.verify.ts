import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { recordFailure } from '../../src/sweep/claim/failures.js';
import { beat, claim } from '../../src/sweep/claim/lease.js';
import { loadSweep } from '../../src/sweep/design/load.js';
import type { Sweep } from '../../src/sweep/design/records.js';
import { mergeSweep } from '../../src/sweep/merge/merge-sweep.js';
import { openSweep } from '../../src/sweep/open-sweep.js';
import { bundleFor, finishPoints, smokeTemplate } from '../sweep/synthetic-sweep.js';

/*
 * Dry run and status of a sweep of 20,000 points, each asked of a fresh process, start included: empty, all but 2,100
 * finished in files of their own, the same in packs.
 */

const SECONDS = 3;
const FAILED = 2_000;
const HELD = 64;
const LEFT = 2_100;

const folder = mkdtempSync(join(tmpdir(), 'scarce-'));
// Twenty thousand files are not removed at once.
afterAll(() => rmSync(folder, { recursive: true, force: true }), 300_000);
const file = join(folder, 'many.yaml');
let sweep: Sweep;

beforeAll(async () => {
  writeFileSync(
    file,
    `name: many
scenario: ${resolve('scenarios/00-smoke.yaml')}
axes:
  size: {key: population.size, range: {from: 10, to: 100, count: 10}, whole: true}
  rate: {key: variation.mutation.perGenome, log: {from: 0.1, to: 10, count: 20}}
replicates: 100
lease: {beat: 10, stale: 86400}
`,
  );
  sweep = await loadSweep({ file });
});

/** The program as a user calls it: what it says, seconds by the clock, and of processors, which others do not slow down. */
function ask(...words: string[]) {
  const program = [process.execPath, 'dist/src/cli/main.js', 'sweep', file, ...words];
  const timed = ['-c', 'TIMEFORMAT="%R %U %S"; time "$@"', '-', ...program];
  const { status, stdout, stderr } = spawnSync('bash', timed, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  const [seconds, user, system] = stderr.trim().split(' ').map(Number);
  expect([status, stderr]).toEqual([0, expect.stringMatching(/^[\d.]+ [\d.]+ [\d.]+\n$/)]);
  return { stdout, seconds: seconds!, busy: user! + system! };
}

function tell(what: string, out: string): void {
  const all = ['--out', join(folder, out)];
  for (const mode of ['--dry-run', '--status']) {
    const { stdout, seconds, busy } = ask(...all, mode);
    const time = `${seconds.toFixed(2)} s, ${busy.toFixed(2)} s of processors`;
    console.log(`${what}, ${mode}: ${time}\n${stdout.split('\n').slice(0, 12).join('\n')}\n`);
    expect(busy).toBeLessThan(SECONDS);
  }
}

it('a sweep that has not begun', () => {
  expect(sweep.points).toHaveLength(20_000);
  tell('nothing there', 'none');
});

it('a sweep of finished, failed and running points, in files and in packs', async () => {
  const directory = await openSweep(sweep, join(folder, 'some'));
  const template = await smokeTemplate(folder);
  const [left, done] = [sweep.points.slice(-LEFT), sweep.points.slice(0, -LEFT)];
  for (const point of left.slice(0, FAILED)) {
    for (let times = 0; times < 3; times++) {
      const error = 'Error: nothing\n    at all';
      recordFailure(directory, point, {
        command: 'run',
        kind: 'program',
        error,
        host: 'a',
        time: new Date().toISOString(),
      });
    }
  }
  for (const { id } of left.slice(FAILED, FAILED + HELD)) {
    const lease = claim(directory, id, { claimant: { host: 'a', pid: 1, job: '1_2' }, stale: 1e6 })!;
    beat(lease, { command: 'run', done: 10, total: 20, from: 0, elapsedMs: 1000 });
  }
  function* bundles() {
    for (const point of done) yield bundleFor(point, template);
  }
  finishPoints(directory, bundles());
  const counts = { points: 20_000, done: done.length, failed: FAILED, running: HELD, stale: 0 };
  tell(`${done.length} files, ${FAILED} failed, ${HELD} leases`, 'some');
  expect(JSON.parse(ask('--out', join(folder, 'some'), '--status', '--json').stdout).counts).toMatchObject(counts);
  await mergeSweep(sweep, directory);
  tell('the same in packs', 'some');
  expect(JSON.parse(ask('--out', join(folder, 'some'), '--status', '--json').stdout).counts).toMatchObject(counts);
});
