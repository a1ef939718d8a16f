import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bundle } from '../../src/store/bundle/bundle.js';
import { readBundle } from '../../src/store/bundle/read-bundle.js';
import { loadSweep } from '../../src/sweep/design/load.js';
import type { Sweep } from '../../src/sweep/design/records.js';
import { layout } from '../../src/sweep/layout.js';
import { openSweep } from '../../src/sweep/open-sweep.js';

const SCENARIO = fileURLToPath(new URL('../../scenarios/00-smoke.yaml', import.meta.url));
const SCRIPT = fileURLToPath(new URL('../sweep/session/sweep-process.mjs', import.meta.url));

/** Seconds: short, so that the tests need not wait; what is tested does not hang on how long they are. */
const BEAT = 0.3;
const STALE = 3;

const folder = mkdtempSync(join(tmpdir(), 'scarce-faults-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Opened {
  readonly sweep: Sweep;
  readonly directory: string;
}

/** A sweep of so many runs, each of so many generations. */
async function sweepOf(
  name: string,
  runs: number,
  generations: number,
  stale = STALE,
  evaluator?: string,
): Promise<Opened> {
  const file = join(folder, `${name}.yaml`);
  const text = [
    ...[`name: ${name}`, `scenario: ${SCENARIO}`, `replicates: ${runs}`, `set: {stop.generations: ${generations}}`],
    ...['checkpoint: 0.2', `lease: {beat: ${BEAT}, stale: ${stale}}`],
  ];
  writeFileSync(file, `${text.join('\n')}\n`);
  const sweep = await loadSweep({ file, evaluator });
  return { sweep, directory: await openSweep(sweep, folder) };
}

interface Line {
  readonly kind: string;
  readonly id?: string;
  readonly done?: number;
  readonly text?: string;
}

interface Worker {
  readonly process: ChildProcess;
  /** All that it has told so far. */
  readonly lines: readonly Line[];
  /** Resolves at the first line of a kind (for `at`: of at least so many generations). */
  readonly until: (kind: string, done?: number) => Promise<void>;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

function startWorker(directory: string, ...more: (string | number)[]): Worker {
  const child = spawn(process.execPath, [SCRIPT, directory, ...more.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: Line[] = [];
  let look = (): void => {};
  createInterface({ input: child.stdout }).on('line', (text) => {
    lines.push(JSON.parse(text) as Line);
    look();
  });
  const ended = new Promise<number | string>((resolve) =>
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'nothing')),
  );
  const until = (kind: string, done = 0): Promise<void> =>
    new Promise((resolve, reject) => {
      const isThere = (): boolean => lines.some((line) => line.kind === kind && (line.done ?? 0) >= done);
      look = () => isThere() && resolve();
      look();
      ended.then(() => (isThere() ? resolve() : reject(new Error(`it ended before ${kind} ${done}`))));
    });
  return { process: child, lines, until, ended };
}

const bundleOf = (directory: string, id: string): Bundle => readBundle(layout.done(directory, id));

/** Digests by seed: equal in every sweep of the same runs. */
function digestsOf({ sweep, directory }: Opened): Record<string, string> {
  return Object.fromEntries(
    sweep.points.map(({ id, seed }) => [seed, bundleOf(directory, id).parts[0]!.manifest.digest!]),
  );
}

function filesBelow(root: string): string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
}

/** Every run is there once, and nothing else is. */
function expectComplete({ sweep, directory }: Opened): void {
  expect(filesBelow(layout.dones(directory))).toEqual(sweep.points.map(({ id }) => `${id}.jsonl.gz`).sort());
  expect(filesBelow(layout.claims(directory))).toEqual([]);
  expect(filesBelow(layout.works(directory))).toEqual([]);
  expect(filesBelow(layout.fails(directory))).toEqual([]);
}

const count = (workers: readonly Worker[], kind: string): number =>
  workers.reduce((sum, { lines }) => sum + lines.filter((line) => line.kind === kind).length, 0);

/** Generations of the long runs: some seconds each. */
const LONG = 9000;
let undisturbed: Record<string, string>;

beforeAll(async () => {
  const opened = await sweepOf('undisturbed', 1, LONG);
  expect(await startWorker(opened.directory).ended).toBe(0);
  undisturbed = digestsOf(opened);
});

describe('a run whose process', () => {
  it('is killed is taken over and goes on from its checkpoint, to the same digest', async () => {
    const opened = await sweepOf('killed', 1, LONG);
    const first = startWorker(opened.directory);
    await first.until('at', LONG / 5);
    first.process.kill('SIGKILL');
    expect(await first.ended).toBe('SIGKILL');
    expect(filesBelow(layout.claims(opened.directory))).toEqual([`${opened.sweep.points[0]!.id}.0.lease`]);

    const killed = performance.now();
    const second = startWorker(opened.directory);
    await second.until('claimed');
    console.log(
      `taken over ${((performance.now() - killed) / 1000).toFixed(1)} s after the kill; stale after ${STALE} s`,
    );
    expect(await second.ended).toBe(0);
    const { log } = bundleOf(opened.directory, opened.sweep.points[0]!.id).parts[0]!;
    const resumed = log.find(({ event }) => event === 'resumed')!.resumed_at;
    console.log(`resumed at generation ${resumed} of ${LONG}`);
    expect(resumed).toBeGreaterThan(0);
    expect(digestsOf(opened)).toEqual(undisturbed);
    expectComplete(opened);
  });

  it('gets SIGTERM ends with 75 and leaves no lease: the next goes on at once, to the same digest', async () => {
    const opened = await sweepOf('terminated', 1, LONG);
    const first = startWorker(opened.directory);
    await first.until('at', LONG / 5);
    first.process.kill('SIGTERM');
    expect(await first.ended).toBe(75);
    expect(filesBelow(layout.claims(opened.directory))).toEqual([]);
    const reached = Math.max(...first.lines.map(({ done = 0 }) => done));

    expect(await startWorker(opened.directory).ended).toBe(0);
    const { log } = bundleOf(opened.directory, opened.sweep.points[0]!.id).parts[0]!;
    expect(log.map(({ event }) => event)).toEqual(['started', 'stopped', 'resumed', 'done']);
    expect(log[2]!.resumed_at).toBeGreaterThanOrEqual(reached);
    expect(digestsOf(opened)).toEqual(undisturbed);
    expectComplete(opened);
  });

  it('is paused beyond its time and then goes on harms nothing, and publishes nothing twice', async () => {
    const opened = await sweepOf('paused', 1, LONG);
    const first = startWorker(opened.directory);
    await first.until('at', LONG / 5);
    first.process.kill('SIGSTOP');
    const second = startWorker(opened.directory);
    await second.until('at', (2 * LONG) / 5);
    // Both at it now, the first with a folder that is not there any more.
    first.process.kill('SIGCONT');
    expect(await Promise.all([first.ended, second.ended])).toEqual([0, 0]);
    expect(count([first], 'lost')).toBe(1);
    expect([count([first], 'finished'), count([second], 'finished')]).toEqual([0, 1]);
    expect(digestsOf(opened)).toEqual(undisturbed);
    expectComplete(opened);
  });
});

describe('processes that work on one sweep', () => {
  const RUNS = 40;
  const GENERATIONS = 40;
  const LONG_RUNS = 12;
  const STORM = 3000;
  /** Of each of two places at which processes are started over and over. */
  const KILLS = 4;

  it('share its runs and never do one twice, also where their clocks are hours apart', async () => {
    const opened = await sweepOf('shared', RUNS, GENERATIONS, 60);
    const workers = [0, 7, -7].map((hours) => startWorker(opened.directory, 1, hours));
    expect(await Promise.all(workers.map(({ ended }) => ended))).toEqual([0, 0, 0]);
    console.log(`runs by each of three: ${workers.map((worker) => count([worker], 'finished')).join(', ')}`);
    expect(count(workers, 'claimed')).toBe(RUNS);
    for (const worker of workers) expect(count([worker], 'finished')).toBeGreaterThan(0);
    for (const { id } of opened.sweep.points) {
      expect(bundleOf(opened.directory, id).parts[0]!.log.map(({ event }) => event)).toEqual(['started', 'done']);
    }
    expectComplete(opened);
  });

  it('and are killed again and again finish every run once, to the same digests', async () => {
    const opened = await sweepOf('storm', LONG_RUNS, STORM);
    // A sequence by hand: the same each time as far as processes can be.
    let state = 1;
    const random = (): number => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    const all: Worker[] = [];
    let kills = 0;
    const lane = async (): Promise<void> => {
      for (let time = 0; ; time++) {
        const worker = startWorker(opened.directory, 2);
        all.push(worker);
        if (time < KILLS) {
          await worker.until('at', 1).catch(() => {});
          await Promise.race([worker.ended, setTimeout(2000 * random())]);
          if (worker.process.exitCode === null) kills++;
          worker.process.kill('SIGKILL');
        }
        if ((await worker.ended) === 0) return;
      }
    };
    await Promise.all([lane(), lane()]);
    const logs = opened.sweep.points.map(({ id }) => bundleOf(opened.directory, id).parts[0]!.log);
    const resumed = logs.filter((log) => log.some(({ event }) => event === 'resumed')).length;
    console.log(
      `${all.length} processes, ${kills} of them killed; ${resumed} of ${LONG_RUNS} runs went on from a checkpoint`,
    );
    expect(kills).toBeGreaterThan(KILLS);
    expect(resumed).toBeGreaterThan(0);
    expectComplete(opened);

    const quiet = await sweepOf('quiet', LONG_RUNS, STORM);
    expect(await startWorker(quiet.directory, 2).ended).toBe(0);
    expect(digestsOf(opened)).toEqual(digestsOf(quiet));
  });

  it('of which each opens its device once have the digests of runs without', async () => {
    const on = await sweepOf('device', 3, 3, 60, 'tfjs:cpu');
    const worker = startWorker(on.directory, 2);
    expect(await worker.ended).toBe(0);
    expect(worker.lines.filter(({ text }) => text?.includes('tfjs:cpu'))).toHaveLength(1);
    const { evaluator } = bundleOf(on.directory, on.sweep.points[0]!.id).parts[0]!.manifest;
    expect(evaluator.name).toBe('tfjs:cpu');
    const off = await sweepOf('no-device', 3, 3);
    expect(await startWorker(off.directory).ended).toBe(0);
    expect(digestsOf(on)).toEqual(digestsOf(off));
    expectComplete(on);
  });

  it('may all begin it: one makes the directory', async () => {
    const { sweep, directory } = await sweepOf('begun', 3, 5);
    rmSync(directory, { recursive: true });
    const script = `
      const { loadSweep } = await import(${JSON.stringify(new URL('../../dist/src/sweep/design/load.js', import.meta.url))});
      const { openSweep } = await import(${JSON.stringify(new URL('../../dist/src/sweep/open-sweep.js', import.meta.url))});
      const sweep = await loadSweep({ file: ${JSON.stringify(sweep.file)} });
      await new Promise((resolve) => setTimeout(resolve, ${Date.now() + 3000} - Date.now()));
      console.log(await openSweep(sweep, ${JSON.stringify(folder)}));`;
    const outputs = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        let text = '';
        child.stdout.on('data', (data) => {
          text += String(data);
        });
        await new Promise((resolve) => child.once('close', resolve));
        return text.trim();
      }),
    );
    expect(outputs).toEqual(Array(4).fill(directory));
    expect(readdirSync(directory).sort()).toEqual(['base.yaml', 'sweep.json', 'sweep.yaml']);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
    expect(readFileSync(layout.sweepFile(directory), 'utf8')).toBe(sweep.text);
  });
});
