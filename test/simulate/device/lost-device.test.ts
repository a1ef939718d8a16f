import { afterAll, describe, expect, it } from 'vitest';
import { BatchServer } from '../../../src/simulate/device/batch-server.js';
import type { Cells } from '../../../src/simulate/device/session.js';
import { type LoadedPlan, tfjsSession } from '../../../src/simulate/tfjs/tfjs-session.js';
import { type OpenWebgpu, openWebgpu } from '../../../src/simulate/tfjs/webgpu/open-webgpu.js';
import { randomLoci, randomStimulus } from '../hand-system.js';
import { allReadings, randomSystem } from '../random-system.js';
import { countsByReference } from '../tfjs/rollout-counts.js';
import { adapterHere } from '../tfjs/webgpu/on-webgpu.js';

const first = await adapterHere();
let opened: OpenWebgpu[] = first === null ? [] : [first];
afterAll(() => opened.at(-1)?.destroy());

describe.skipIf(first === null)('a WebGPU device that is lost in the middle of a batch', () => {
  it('is opened again, and the counts are those of the reference', async () => {
    const system = randomSystem({ neighbourCount: 3, unitCount: 6, ticks: 3, noisy: true, seed: 5, start: 'random' });
    const readings = allReadings(system);
    const genotypes = 40;
    const [loci, stimulus] = [randomLoci(system, genotypes, 1), randomStimulus(system, 512, 2)];
    const server = new BatchServer<null, LoadedPlan>(
      async () => {
        const again = await openWebgpu({ softwareAllowed: true });
        if (typeof again === 'string') throw new Error(again);
        opened = [...opened, again];
        return tfjsSession(again);
      },
      (session) => session.plan({ kind: 'lut', system, readings }),
      tfjsSession(first!),
    );
    const want = Uint32Array.from(countsByReference({ system, readings, loci, genotypes, stimulus }));
    const cells = want.length / genotypes;
    const counts = new Uint32Array(want.length);
    const ask = (): Promise<void> =>
      new Promise((done, fail) => {
        counts.fill(0);
        const request = {
          plan: null,
          loci: new Int32Array(loci.buffer, loci.byteOffset, loci.length),
          count: genotypes,
        };
        const give = (at: number, found: Cells): void => counts.set(found, at * cells);
        server.submit({ ...request, stimulus, give, done, fail });
      });
    await ask();
    expect(counts).toEqual(want);
    const interrupted = ask();
    // After the batch was begun, before it has ended.
    await new Promise((resolve) => setImmediate(resolve));
    opened[0]!.backend.device.destroy();
    await interrupted;
    expect(counts).toEqual(want);
    expect(opened.length).toBe(2);
    await server.close();
  });
});
