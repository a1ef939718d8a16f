import { join } from 'node:path';
import { type MessagePort, Worker } from 'node:worker_threads';
import { expect } from 'vitest';
import { openEvaluation } from '../../src/run/evaluation.js';
import type { JobOptions } from '../../src/run/options.js';
import { runPressure } from '../../src/run/pressure/pressure.js';
import { runScenario } from '../../src/run/run.js';
import { shareEvaluation } from '../../src/run/shared-evaluation.js';
import type { Device } from '../../src/simulate/device/owner.js';
import { readManifest } from '../../src/store/find-manifest.js';
import { runOptions } from './scenario-text.js';

/** The smallest that a device computes in a moment however slow it is. */
const TINY = `
name: tiny
seed: 3
lattice: {map: "A . B", neighbours: [[0, -1]], ticks: 2}
environment: {x: fair}
ports: {A: {write: x}, B: {read: true, target: x}}
channels: {through: {from: A, to: B, reward: 1}}
population: {size: 4, islands: 1}
measure: {samples: 128, prior: 1}
pressure: {until: {bits: 1}, particles: 4, moves: 1, repeats: 2}
stop: {generations: 1}
`;

interface Job {
  readonly pressure?: boolean;
  readonly options: JobOptions;
}
type Found = readonly { readonly digest: string | null; readonly directory: string }[];

/** What a thread finds that does jobs on the device that this thread holds. */
function inThread(jobs: readonly Job[], shared: unknown, device: Device | undefined): Promise<Found> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('run-in-thread.mjs', import.meta.url), { workerData: { jobs, shared } });
    let found: Found = [];
    thread.on('message', (message: { device: MessagePort } | { found: Found }) => {
      if ('device' in message) device!.connect(message.device);
      else found = message.found;
    });
    thread.on('error', reject);
    // Nothing keeps it once its work is done.
    thread.on('exit', () => resolve(found));
  });
}

/** Digests of runs and a pressure curve in two threads on a device that this one holds, and what wasm gives, held to be equal. */
export async function checkHeldOpen(evaluator: string, folder: string): Promise<void> {
  const evaluation = await openEvaluation(evaluator, () => 0);
  try {
    const options = (out: string, seed: number): JobOptions => ({
      ...runOptions(TINY, join(folder, evaluator, out), { overrides: [`seed=${seed}`] }),
      evaluator,
    });
    const jobs = (out: string): Job[] => [
      { options: options(out, 3) },
      { options: options(out, 4) },
      { pressure: true, options: options(out, 3) },
    ];
    const threads = ['one', 'other'].map((out) => inThread(jobs(out), shareEvaluation(evaluation), evaluation.device));
    const expected: (string | null)[] = [];
    for (const { pressure, options } of jobs('wasm')) {
      expected.push((await (pressure ? runPressure : runScenario)({ ...options, evaluator: 'wasm' })).digest);
    }
    for (const found of await Promise.all(threads)) {
      expect(found.map(({ digest }) => digest)).toEqual(expected);
      const { name, device } = readManifest(found[0]!.directory).evaluator;
      expect({ name, device }).toEqual({ name: evaluation.name, device: evaluation.where });
    }
  } finally {
    await evaluation.close();
  }
}
