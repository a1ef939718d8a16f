import { setBackend } from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import { analogRollout } from '../../../../src/simulate/tfjs/analog-op.js';
import { planAnalog } from '../../../../src/simulate/tfjs/analog-plan.js';
import {
  type AnalogFormRequest,
  chooseAnalogForm,
  MOST_BETWEEN_BYTES,
} from '../../../../src/simulate/tfjs/webgpu/analog/analog-form.js';
import { analogRolloutIn } from '../../../../src/simulate/tfjs/webgpu/analog/analog-kernel.js';
import { TANH_ERROR } from '../../../../src/simulate/tfjs/webgpu/analog/number-code.js';
import { analogSystem, emptyStimulus, lociOf } from '../../analog/analog-system.js';
import { held, port } from '../../hand-system.js';
import { cellsByOperation, randomAnalogCall } from '../analog-calls.js';
import { describeAnalog } from '../analog-contract.js';
import { adapterHere, peakBytesOf } from './on-webgpu.js';

const adapter = await adapterHere();
afterAll(() => adapter?.destroy());

const open = async (): Promise<void> => {
  await setBackend('webgpu');
};

it('lays out no more states than there is room for between rollout and measurement', () => {
  const units = Array.from({ length: 3000 }, (_, unit) => unit);
  const system = analogSystem({
    reads: units.map((unit) => [unit === 0 ? held(0) : unit - 1, (unit * 7 + 3) % 3000]),
    ...{ held: [port(0)], readUnits: units.slice(2990), ticks: 12, start: 'random' },
  });
  const plan = planAnalog(system, [{ kind: 'moments', source: [0], units: units.slice(2990), tick: 12 }]);
  const rooms = [MOST_BETWEEN_BYTES, 2 ** 24];
  const limits = { workgroupBytes: 16_384, threads: 256, groupsPerDimension: 65_535, isSoftware: false };
  for (const bindingBytes of rooms) {
    for (const samples of [128, 1 << 14, 1 << 17]) {
      const form = chooseAnalogForm(plan, { ...limits, bindingBytes }, 1000, samples)!;
      expect(form.state).toBe('storage');
      const states = form.shares * form.lanes * form.vector * plan.rollout.slots.count;
      expect(4 * form.genotypes * (10 * samples + states)).toBeLessThanOrEqual(bindingBytes);
      expect(form.genotypes).toBeGreaterThanOrEqual(1);
    }
    // Not even the states that are read of one genotype.
    expect(chooseAnalogForm(plan, { ...limits, bindingBytes }, 1000, bindingBytes / 32)).toBe(null);
  }
});

describe.skipIf(adapter === null)('on WebGPU', () => {
  const [operation, tanhError] = [analogRollout, TANH_ERROR];
  describeAnalog({ name: 'the fused kernel', open, operation, tanhError, isSlow: true });

  it('keeps the digits of a small tanh', async () => {
    const wire = { reads: [[held(0)]], held: [port(0)], readUnits: [0], ticks: 1 } as const;
    const system = analogSystem(wire, { activation: 'tanh' });
    const stimulus = emptyStimulus(system, 128);
    stimulus.elements.set(Float32Array.from(stimulus.elements, (_, s) => 10 ** (-7 + (s % 128) / 20)));
    const call = {
      system,
      readings: [{ kind: 'values', units: [0], tick: 1 }],
      loci: lociOf(1, 0),
      genotypes: 1,
    } as const;
    const found = await cellsByOperation({ ...call, stimulus });
    // Relative: seven roundings of 2^-24 near 0, and TANH_ERROR beyond 0.1.
    found.forEach((y, s) => {
      const x = stimulus.elements[s]!;
      expect(Math.abs(y / Math.tanh(x) - 1)).toBeLessThan(x < 0.1 ? 7 * 2 ** -24 : 10 * TANH_ERROR);
    });
  });

  it('takes no more memory than it says', async () => {
    const { bytesOfAnalog } = adapter!;
    const shape = { seed: 5, unitCount: 2, neighbourCount: 1, ticks: 1, start: 'random' } as const;
    const all = randomAnalogCall(shape, { activation: 'linear', noise: 0.5 }, 300, 512);
    const call = { ...all, readings: all.readings.filter(({ kind }) => kind === 'values') };
    const peak = await peakBytesOf(adapter!, () => cellsByOperation(call));
    const plan = planAnalog(call.system, call.readings);
    expect(peak).toBeLessThanOrEqual(bytesOfAnalog(plan, 300, 512));
    // Without what lies between rollout and measurement it would be more than is said.
    expect(peak).toBeGreaterThan(bytesOfAnalog(plan, 300, 512) - MOST_BETWEEN_BYTES);
  });

  it('gives the same bits in every form', async () => {
    const shape = { seed: 4, unitCount: 2, neighbourCount: 2, ticks: 2, start: 'random' } as const;
    const call = randomAnalogCall(shape, { activation: 'tanh', noise: 0.5 }, 5, 256);
    const readings = [call.readings[1]!, call.readings.at(-1)!];
    const forms: AnalogFormRequest[] = [
      { state: 'registers', vector: 4, lanes: 16 },
      // Genotypes two by two, and their parameters read where they lie.
      { state: 'workgroup', vector: 1, lanes: 16, genotypes: 2, parameters: 'storage' },
      { state: 'storage', vector: 2, lanes: 16 },
    ];
    const cells = [];
    for (const form of forms) {
      cells.push(await cellsByOperation({ ...call, readings }, (plan, inputs) => analogRolloutIn(plan, inputs, form)));
    }
    expect(cells[1]).toEqual(cells[0]);
    expect(cells[2]).toEqual(cells[0]);
  });
});
