import { expect, it } from 'vitest';
import type { OpenBackend } from '../../../src/simulate/tfjs/backend.js';
import { openCpu } from '../../../src/simulate/tfjs/backends/cpu.js';
import { tfjsSession } from '../../../src/simulate/tfjs/tfjs-session.js';
import { analogSystem } from '../analog/analog-system.js';
import { handSystem, held, port, randomStimulus } from '../hand-system.js';

const wire = { reads: [[held(0)], [0], [1]], held: [port(0)], readUnits: [2], ticks: 3 } as const;
const SAMPLES = 64;

it('a batch is as large as time, memory and its upload allow, whichever is least, and one genotype at least', async () => {
  const opened = await openCpu();
  if (typeof opened === 'string') throw new Error(opened);
  const plenty: OpenBackend = {
    ...opened,
    ...{ batchUpdates: 1e12, batchAnalogUpdates: 1e12, batchBytes: 1e12 },
    // A fixed part, and so much for each genotype.
    bytesOf: (_, genotypes, words) => 1000 + 10 * words * genotypes,
    bytesOfAnalog: (_, genotypes, samples) => 1000 + 10 * samples * genotypes,
  };
  const most = (limits: Partial<OpenBackend>, kind: 'lut' | 'analog' = 'lut'): number => {
    const session = tfjsSession({ ...plenty, ...limits });
    const system = kind === 'lut' ? handSystem(wire) : analogSystem(wire);
    const plan = session.plan({ kind, system, readings: [] });
    return session.mostGenotypes(plan, randomStimulus(system, SAMPLES, 1));
  };
  // Nothing is read, so nothing is rolled out: a genotype counts as one step.
  expect(most({ batchUpdates: 5 * SAMPLES })).toBe(5);
  expect(most({ batchAnalogUpdates: 7 * SAMPLES }, 'analog')).toBe(7);
  expect(most({ batchBytes: 1000 + 10 * 2 * 9 + 19 })).toBe(9);
  expect(most({ batchBytes: 1000 + 10 * SAMPLES * 11 }, 'analog')).toBe(11);
  // Three tables to a genotype, 8 MiB to an upload.
  expect(most({})).toBe(Math.floor(2 ** 23 / (4 * 3)));
  expect(most({ batchBytes: 1, batchUpdates: 1 })).toBe(1);
});
