import { afterAll, describe, expect, it } from 'vitest';
import type { Reading } from '../../src/simulate/evaluator.js';
import { planRollout } from '../../src/simulate/tfjs/rollout-plan.js';
import type { FormRequest } from '../../src/simulate/tfjs/webgpu/kernel/form-request.js';
import { tickRuns } from '../../src/simulate/tfjs/webgpu/kernel/tick-runs.js';
import { allReadings, randomSystem } from '../simulate/random-system.js';
import { countsByReference, randomCall } from '../simulate/tfjs/rollout-counts.js';
import { adapterHere, countsInForm } from '../simulate/tfjs/webgpu/on-webgpu.js';

const open = await adapterHere();
afterAll(() => open?.destroy());

const FORMS: FormRequest[] = [
  {},
  { state: 'registers' },
  { state: 'registers', tables: 'words', rolled: false },
  { state: 'registers', vector: 4 },
  { state: 'registers', vector: 1, lanes: 4, shares: 3, sums: 'storage' },
  { state: 'registers', vector: 2, lanes: 2, genotypes: 2, shares: 1 },
  { state: 'workgroup', vector: 4 },
  { state: 'workgroup', tables: 'words', vector: 1 },
  { state: 'storage', vector: 2 },
  { state: 'storage', tables: 'words', sums: 'storage', groups: 3 },
];

const SYSTEMS = 20;

describe.skipIf(open === null)('the fused kernel on WebGPU', () => {
  it(`counts what the reference counts in every form, on ${SYSTEMS} random lattices`, async () => {
    let [compared, loops] = [0, 0];
    for (let seed = 0; seed < SYSTEMS; seed++) {
      // Every second one is read at the end alone and has ticks that are alike; the others are read at every tick.
      const isLong = seed % 2 === 1;
      const system = randomSystem({
        seed,
        unitCount: 1 + (seed % 9),
        neighbourCount: 1 + (seed % 5),
        ticks: isLong ? 8 : 1 + (seed % 6),
        noisy: seed % 3 === 0,
        start: seed % 4 < 2 ? 'random' : 'zero',
      });
      const units = system.ports.read[0]!.units;
      const atTheEnd: Reading[] = [
        { kind: 'joint', source: [3, 0], units, tick: 8 },
        { kind: 'change', flip: 0, units },
      ];
      const readings = isLong ? atTheEnd : allReadings(system);
      const call = randomCall(system, readings, seed % 5 === 0 ? 1 : 3 + seed, 128 * (1 + (seed % 5)), seed);
      const expected = countsByReference(call);
      const runs = tickRuns(planRollout(system, readings), true);
      if (runs.some(({ first, last }) => last > first)) loops++;
      for (const form of FORMS) {
        expect(await countsInForm(call, form), `seed ${seed}, ${JSON.stringify(form)}`).toEqual(expected);
        compared++;
      }
    }
    expect(loops).toBeGreaterThan(SYSTEMS / 5);
    console.log(
      `${open!.device}: ${compared} comparisons of ${SYSTEMS} random lattices, ${loops} with loops over ticks`,
    );
  });
});
