import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DeviceError } from '../../../src/base/errors.js';
import type { Summary } from '../../../src/run/results/summary.js';
import { runScenario } from '../../../src/run/run.js';
import type { Bundle } from '../../../src/store/bundle/bundle.js';
import { readBundle } from '../../../src/store/bundle/read-bundle.js';
import { createDirectory } from '../../../src/store/run-directory.js';
import { readFailure, readFailures } from '../../../src/sweep/claim/failures.js';
import { beat, claim, release } from '../../../src/sweep/claim/lease.js';
import type { Point, Sweep } from '../../../src/sweep/design/records.js';
import { layout } from '../../../src/sweep/layout.js';
import { type Crew, startCrew } from '../../../src/sweep/session/crew.js';
import type { SessionEvent } from '../../../src/sweep/session/events.js';
import type { SessionOptions } from '../../../src/sweep/session/session.js';
import { runOptions } from '../../run/scenario-text.js';
import { freshFolder } from '../../store/fixtures.js';
import { pointOf, smallSweep } from '../small-sweep.js';
import { filesIn, inlineSession, startInline } from './inline-crew.js';

const folder = freshFolder();

const session = (sweep: Sweep, changes: Partial<SessionOptions> = {}) => inlineSession(sweep, folder(), changes);

/** A session whose runs are nothing but what a function says of them. */
function pretending(answer: (point: Point, times: number) => Awaited<ReturnType<Crew['run']>>) {
  const times = new Map<string, number>();
  return async (): Promise<Crew> => ({
    threads: [],
    async run({ point }) {
      const time = (times.get(point.id) ?? 0) + 1;
      times.set(point.id, time);
      return answer(point, time);
    },
    async close() {},
  });
}

const told = { notes: [], warnings: [] };
const finished = { kind: 'finished', elapsedMs: 1, isFirst: true, ...told } as const;
const failedBy = (kind: 'input' | 'machine' | 'program', error = 'no luck', ofAllRuns = false) =>
  ({ kind: 'failed', command: 'run', fault: { kind, error, ofAllRuns, isAttempt: !ofAllRuns }, ...told }) as const;

function bundleOf({ id }: Point): Bundle {
  return readBundle(layout.done(folder(), id));
}

/** What a plain run of a point comes to. */
async function digestOf({ base }: Sweep, point: Point): Promise<string> {
  const overrides = [...base.overrides, ...point.overrides, `seed=${point.seed}`];
  const { digest } = await runScenario(runOptions(base.text, join(folder(), 'plain'), { overrides }));
  return digest!;
}

/** Milliseconds of computing before the interruption, at least. */
const BEFORE_STOP_MS = 500;

/** Blocks this thread, and with it the run that is computed here. */
function takeTime(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

const kinds = (events: readonly SessionEvent[], kind: SessionEvent['kind']): SessionEvent[] =>
  events.filter((event) => event.kind === kind);

describe('a session', () => {
  it('computes every point once, equal to runs by themselves, and leaves one file each', async () => {
    const sweep = smallSweep([pointOf(0), pointOf(1, ['population.size=31']), pointOf(2)]);
    const { outcome, events } = await session(sweep, { threads: 2 });
    expect(outcome).toEqual({
      status: 'done',
      counts: { points: 3, finished: 3, failed: 0, here: 0, left: 0 },
      computed: 3,
    });
    for (const point of sweep.points) {
      const { id, parts } = bundleOf(point);
      expect(id).toBe(point.id);
      expect(parts.map(({ manifest }) => manifest.digest)).toEqual([await digestOf(sweep, point)]);
      expect(parts[0]!.manifest).toMatchObject({ seed: point.seed, status: 'done' });
    }
    expect(filesIn(layout.claims(folder()))).toEqual([]);
    expect(filesIn(layout.works(folder()))).toEqual([]);
    expect(filesIn(layout.dones(folder()))).toEqual(sweep.points.map(({ id }) => `${id}.jsonl.gz`));
    expect(kinds(events, 'finished')).toHaveLength(3);
    expect(kinds(events, 'note')).toEqual([]);

    const again = await session(sweep, { startCrew: () => expect.unreachable('nothing is left to compute') });
    expect(again.outcome).toMatchObject({ status: 'done', computed: 0 });
  });

  it('computes both of a run and its pressure curve where both are asked for, the run beside the curve', async () => {
    const pressure = ['pressure.until.bits=2', 'pressure.particles=50', 'pressure.repeats=2', 'pressure.moves=2'];
    const sweep = smallSweep([pointOf(0, pressure)], { commands: ['run', 'pressure'] });
    await session(sweep);
    const { parts, files } = bundleOf(sweep.points[0]!);
    expect(parts.map(({ part, manifest }) => [part, manifest.status])).toEqual([
      [null, 'done'],
      ['pressure', 'done'],
    ]);
    expect(Object.keys(files)).toEqual(['pressure/certificate.json', 'pressure/summary.json']);
    expect(files['pressure/summary.json']).toMatchObject({ comparison: { run: expect.anything() } });
  });

  it('tells what it has begun, what it computes and how many are left', async () => {
    const { events } = await session(smallSweep(3), { startCrew: pretending(() => finished) });
    const counts = kinds(events, 'progress').map((event) => event.kind === 'progress' && event.counts.finished);
    expect(counts).toEqual([0, 1, 2, 3, 3]);
    expect(kinds(events, 'claimed')).toHaveLength(3);
  });

  it('takes the points of its shard first and then helps the others', async () => {
    const { events } = await session(smallSweep(7), {
      ...{ shard: { index: 1, count: 3 }, startCrew: pretending(() => finished) },
    });
    const order = events.flatMap((event) => (event.kind === 'claimed' ? [event.point.index] : []));
    expect(order).toEqual([2, 3, 4, 5, 6, 0, 1]);
  });
});

describe('a run that fails', () => {
  it('for its input is recorded at once and for good, and does not stop the others', async () => {
    const sweep = smallSweep([pointOf(0, ['population.size=8000000']), pointOf(1)]);
    const { outcome } = await session(sweep);
    expect(outcome).toMatchObject({ status: 'done', counts: { finished: 1, failed: 1, left: 0 } });
    const [bad] = sweep.points;
    expect(readFailure(folder(), bad!.id)).toMatchObject({
      ...{ id: bad!.id, seed: '100', overrides: bad!.overrides },
      attempts: [{ command: 'run', kind: 'input', error: expect.stringContaining('population.size: 8000000') }],
    });
    expect(filesIn(layout.claims(folder()))).toEqual([]);
    expect(filesIn(layout.works(folder()))).toEqual([]);
    expect((await session(sweep)).outcome).toMatchObject({ computed: 0, counts: { failed: 1 } });
  });

  it('is tried again after the others, as often as is stated, and no longer', async () => {
    const order: number[] = [];
    const startFailing = pretending(({ index }) => {
      order.push(index);
      return index === 0 ? failedBy('machine') : finished;
    });
    const { outcome, events } = await session(smallSweep(3), { startCrew: startFailing });
    expect(order).toEqual([0, 1, 2, 0, 0]);
    expect(outcome.counts).toMatchObject({ finished: 2, failed: 1 });
    expect(events.flatMap((event) => (event.kind === 'failed' ? [event.left] : []))).toEqual([2, 1, 0]);
    expect([...readFailures(folder()).values()].map(({ attempts }) => attempts.length)).toEqual([3]);
  });

  it('and then succeeds counts as finished, and keeps its record for the table of costs', async () => {
    const startFailing = pretending((_, times) => (times < 3 ? failedBy('program', 'Error: at …') : finished));
    const { outcome } = await session(smallSweep(1), { startCrew: startFailing });
    expect(outcome.counts).toMatchObject({ finished: 1, failed: 0 });
    expect([...readFailures(folder()).values()].map(({ attempts }) => attempts.length)).toEqual([2]);
  });

  it('since its thread died has had an attempt of the machine, and the others go on in another thread', async () => {
    let runs = 0;
    const sweep = smallSweep(3);
    const { outcome, events } = await session(sweep, {
      async startCrew(context, threads, onNote) {
        const crew = await startCrew(context, threads, onNote);
        return {
          ...crew,
          async run(task) {
            const answer = crew.run(task);
            if (runs++ === 1) await crew.threads[0]!.terminate();
            return answer;
          },
        };
      },
    });
    expect(outcome).toMatchObject({ status: 'done', computed: 3, counts: { finished: 3, failed: 0 } });
    expect(runs).toBe(4);
    for (const point of sweep.points) {
      expect(bundleOf(point).parts[0]!.manifest.digest).toBe(await digestOf(sweep, point));
    }
    const [failure] = kinds(events, 'failed');
    expect(failure).toMatchObject({
      point: { index: 1 },
      attempt: { kind: 'machine', error: expect.stringMatching(/^the thread that computed it died: /) },
      left: 2,
    });
  });

  it('by what would fail all others too ends the session, which gives all points free', async () => {
    const order: number[] = [];
    const startFailing = pretending(({ index }) => {
      order.push(index);
      return index === 1 ? failedBy('machine', 'cannot write x: no space is left', true) : finished;
    });
    const sweep = smallSweep(4, { retries: 0 });
    const failure = await session(sweep, { startCrew: startFailing }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DeviceError);
    expect(String(failure)).toContain('no space is left');
    expect(order).toEqual([0, 1]);
    // No fault of that run: it has its one attempt yet.
    expect(readFailures(folder()).size).toBe(0);
    expect(filesIn(layout.claims(folder()))).toEqual([]);
  });
});

describe('a session that is interrupted', () => {
  it('leaves checkpoints, which the next one goes on from, to the same digest', async () => {
    const sweep = smallSweep([pointOf(0, ['stop.generations=60'])]);
    const interruption = new AbortController();
    const { outcome, events } = await session(sweep, {
      interrupted: interruption.signal,
      async startCrew(context) {
        const crew = await startInline(context);
        return {
          ...crew,
          run(task) {
            // Stops once it has come so far.
            const timer = setInterval(() => {
              if (task.board.figures[1]! < 20 || interruption.signal.aborted) return;
              takeTime(BEFORE_STOP_MS);
              interruption.abort();
            }, 1);
            return crew.run(task).finally(() => clearInterval(timer));
          },
        };
      },
    });
    expect(outcome).toMatchObject({ status: 'stopped', computed: 0, counts: { finished: 0, here: 0, left: 1 } });
    expect(kinds(events, 'stopped')).toHaveLength(1);
    expect(filesIn(layout.claims(folder()))).toEqual([]);
    expect(filesIn(layout.works(folder())).filter((name) => name.endsWith('.ckpt'))).toHaveLength(1);

    const { outcome: resumed, events: later } = await session(sweep);
    expect(kinds(later, 'note')).toEqual([]);
    expect(resumed).toMatchObject({ status: 'done', computed: 1 });
    const [{ manifest, log }] = bundleOf(sweep.points[0]!).parts as [Bundle['parts'][number]];
    expect(log.map(({ event }) => event)).toEqual(['started', 'stopped', 'resumed', 'done']);
    expect(log[2]!.resumed_at).toBeGreaterThanOrEqual(20);
    // Of both parts; the second alone takes a tenth of it.
    expect((manifest.summary as unknown as Summary).elapsedMs).toBeGreaterThan(BEFORE_STOP_MS);
    expect(manifest.start <= log[0]!.time).toBe(true);
    expect(manifest.digest).toBe(await digestOf(sweep, sweep.points[0]!));
    expect(filesIn(layout.works(folder()))).toEqual([]);
  });

  it('before it begins computes nothing', async () => {
    const { outcome } = await session(smallSweep(2), {
      ...{ interrupted: AbortSignal.abort(), startCrew: () => expect.unreachable('it was interrupted') },
    });
    expect(outcome).toMatchObject({ status: 'stopped', counts: { left: 2 } });
  });
});

describe('what other processes hold', () => {
  const options = { claimant: { host: 'elsewhere', pid: 7, job: null }, stale: 120 };

  it('is left to them where the session does not wait, once they have given a sign of life', async () => {
    const sweep = smallSweep(3, { lease: { beat: 0.05, stale: 120 } });
    const lease = claim(folder(), sweep.points[1]!.id, options)!;
    const { outcome, events } = await session(sweep, {
      ...{ wait: false, startCrew: pretending(() => finished) },
      onEvent: (event) => event.kind === 'waiting' && beat(lease, null),
    });
    expect(outcome).toMatchObject({ status: 'done', computed: 2, counts: { finished: 2, left: 1 } });
    expect(kinds(events, 'waiting')).toEqual([{ kind: 'waiting', held: 1 }]);
  });

  it('is taken over, where the session does not wait, from one that died so lately that its lease is not stale yet', async () => {
    const sweep = smallSweep(3, { lease: { beat: 0.05, stale: 0.3 } });
    claim(folder(), sweep.points[1]!.id, options);
    const { outcome, events } = await session(sweep, { wait: false, startCrew: pretending(() => finished) });
    expect(outcome).toMatchObject({ status: 'done', computed: 3, counts: { finished: 3, left: 0 } });
    expect(kinds(events, 'claimed')).toMatchObject([{ from: null }, { from: null }, { from: { host: 'elsewhere' } }]);
  });

  it('is waited for where the session does, and computed where they fail to', async () => {
    const sweep = smallSweep(3, { lease: { beat: 0.05, stale: 120 } });
    const lease = claim(folder(), sweep.points[1]!.id, options)!;
    const { outcome, events } = await session(sweep, {
      startCrew: pretending(() => finished),
      onEvent: (event) => event.kind === 'waiting' && release(lease),
    });
    expect(kinds(events, 'waiting')).toEqual([{ kind: 'waiting', held: 1 }]);
    expect(outcome).toMatchObject({ status: 'done', computed: 3 });
  });

  it('is taken over where they died, with the folder, whose locks are void, and what is left of them is removed', async () => {
    const sweep = smallSweep([pointOf(0, ['stop.generations=40'])]);
    const [point] = sweep.points as [Point];
    const dead = claim(folder(), point.id, options)!;
    utimesSync(layout.lease(folder(), point.id, 0), 0, 0);
    const overrides = [...sweep.base.overrides, ...point.overrides, `seed=${point.seed}`];
    const out = layout.work(folder(), point.id, dead.record.token);
    const killed = runScenario({
      ...runOptions(sweep.base.text, out, { overrides, checkpointEvery: 5 }),
      evaluator: 'wasm',
      onProgress({ generation }) {
        if (generation === 23) throw new Error('killed');
      },
    });
    await expect(killed).rejects.toThrow('killed');
    const { outcome, events } = await session(sweep);
    expect(outcome).toMatchObject({ status: 'done', computed: 1 });
    expect(kinds(events, 'claimed')).toMatchObject([{ from: { host: 'elsewhere', pid: 7 } }]);
    const [{ manifest, log }] = bundleOf(point).parts as [Bundle['parts'][number]];
    expect(log.find(({ event }) => event === 'resumed')).toMatchObject({ resumed_at: 20 });
    expect(manifest.digest).toBe(await digestOf(sweep, point));
    expect(filesIn(layout.claims(folder()))).toEqual([]);
    expect(filesIn(layout.works(folder()))).toEqual([]);
  });

  it('counts as failed once where two died of it one after another before a first step', async () => {
    const sweep = smallSweep(2);
    const [{ id }] = sweep.points as [Point];
    for (let n = 0; n < 2; n++) {
      claim(folder(), id, { ...options, claimant: { host: 'elsewhere', pid: n, job: '12_3' } });
      utimesSync(layout.lease(folder(), id, n), 0, 0);
    }
    const { outcome, events } = await session(sweep, { startCrew: pretending(() => finished) });
    expect(outcome.counts).toMatchObject({ finished: 2, failed: 0 });
    const error =
      '2 processes died one after another before a first step of it (the last: process 1 on elsewhere, job 12_3)';
    expect(kinds(events, 'failed')).toMatchObject([
      { point: { id }, attempt: { kind: 'machine', error: expect.stringContaining(error) }, left: 2 },
    ]);
    expect(filesIn(layout.claims(folder()))).toEqual([]);
  });

  it('is only taken over where one of those who died had come further', async () => {
    const sweep = smallSweep(1);
    const [{ id }] = sweep.points as [Point];
    for (let n = 0; n < 3; n++) {
      const lease = claim(folder(), id, options)!;
      if (n === 1) beat(lease, { command: 'run', done: 7, total: 9, from: 6, elapsedMs: 5 });
      utimesSync(layout.lease(folder(), id, n), 0, 0);
    }
    const { events } = await session(sweep, { startCrew: pretending(() => finished) });
    expect(kinds(events, 'failed')).toEqual([]);
  });

  it('and had finished when they died is only tidied up', async () => {
    const sweep = smallSweep(1);
    await session(sweep);
    const [{ id }] = sweep.points as [Point];
    claim(folder(), id, options);
    utimesSync(layout.lease(folder(), id, 0), 0, 0);
    createDirectory(layout.work(folder(), id, 'dead'));
    const clocks = ['clock.dead', 'clock.alive'].map((name) => join(layout.claims(folder()), name));
    const torn = `${layout.done(folder(), id)}.dead.partial`;
    // Whose lease is about to get its number must not lose it.
    const fresh = ['dead', 'alive'].map((name) => layout.lease(folder(), id, 0).replace('0.lease', `${name}.new`));
    for (const file of [torn, ...fresh, ...clocks]) writeFileSync(file, '');
    for (const file of [fresh[0]!, clocks[0]!]) utimesSync(file, 0, 0);
    const { outcome } = await session(sweep);
    expect(outcome).toMatchObject({ status: 'done', computed: 0 });
    expect(filesIn(layout.claims(folder()))).toEqual([`${id}.alive.new`, 'clock.alive']);
    expect(filesIn(layout.dones(folder()))).toEqual([`${id}.jsonl.gz`]);
    expect(readdirSync(dirname(layout.work(folder(), id, '')))).toEqual([]);
  });
});
