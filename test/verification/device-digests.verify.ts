import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenario/load.js';
import { type Device, openDevice } from '../../src/simulate/device/owner.js';
import { earlyPhases, fewestIslands, fewestSamples } from '../run/scenario-text.js';
import { needsWebgpu } from '../simulate/device/needs-webgpu.js';
import { randomScenario, scenarioShapes } from '../simulate/random-scenario.js';
import { digestWith } from '../simulate/run-digests.js';

/** Random scenarios, the same ones as those of the other evaluators. */
const RANDOM = 100;

const files = readdirSync('scenarios').filter((name) => name.endsWith('.yaml'));
const lut = files.filter((file) => !/kind: analog/.test(readFileSync(join('scenarios', file), 'utf8')));

/** What makes a scenario small, and its text. */
function smallScenario(file: string, individuals: number, generations: number): { text: string; overrides: string[] } {
  const text = readFileSync(join('scenarios', file), 'utf8');
  const { scenario } = loadScenario({ text, file });
  const last = Math.min(generations, scenario.stop.generations);
  const overrides = [
    `population.size=${individuals}`,
    fewestIslands(scenario),
    fewestSamples(scenario),
    'measure.prior=4',
    `stop.generations=${last}`,
    ...(scenario.phases.length < last ? earlyPhases(scenario) : ['phases=[]']),
  ];
  return { text, overrides };
}

function onDevice(name: string): () => Promise<Device> {
  let device: Promise<Device> | undefined;
  afterAll(async () => (await device)?.close());
  return () => (device ??= openDevice(name));
}

describe.skipIf(!needsWebgpu())('the fused kernel on WebGPU gives whole runs the digest of the processor', () => {
  const webgpu = onDevice('tfjs:webgpu');

  it(`in ${RANDOM} random scenarios`, async () => {
    const device = await webgpu();
    let equal = 0;
    await fc.assert(
      fc.asyncProperty(scenarioShapes, async (shape) => {
        const text = randomScenario(shape);
        const digests = [
          await digestWith(text, [], 'reference'),
          await digestWith(text, [], 'wasm'),
          await digestWith(text, [], device.name, { device }),
        ];
        expect(new Set(digests).size).toBe(1);
        equal++;
      }),
      { seed: 2026, numRuns: RANDOM },
    );
    console.log(`${device.name} on ${device.device}: ${equal} of ${RANDOM} random scenarios have one digest`);
  });

  it.each(lut)('in scenarios/%s', async (file) => {
    const device = await webgpu();
    const { text, overrides } = smallScenario(file, 9, 3);
    const digest = await digestWith(text, overrides, device.name, { device });
    expect(digest).toBe(await digestWith(text, overrides, 'reference'));
    expect(digest).toBe(await digestWith(text, overrides, 'wasm'));
  });
});

describe.each(['tfjs:wasm', 'tfjs:cpu'])('the operation composed for %s gives whole runs the same', (name) => {
  const composed = onDevice(name);

  it.each(lut)('in scenarios/%s', async (file) => {
    const device = await composed();
    const { text, overrides } = smallScenario(file, 3, 1);
    expect(await digestWith(text, overrides, name, { device })).toBe(await digestWith(text, overrides, 'reference'));
  });
});
