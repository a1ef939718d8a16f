import { setBackend } from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import { analogRollout } from '../../../../src/simulate/tfjs/analog-op.js';
import type { AnalogFormRequest } from '../../../../src/simulate/tfjs/webgpu/analog/analog-form.js';
import { analogRolloutIn } from '../../../../src/simulate/tfjs/webgpu/analog/analog-kernel.js';
import { TANH_ERROR } from '../../../../src/simulate/tfjs/webgpu/analog/number-code.js';
import { cellsByOperation, randomAnalogCall } from '../analog-calls.js';
import { describeAnalog } from '../analog-contract.js';
import { adapterHere } from './on-webgpu.js';

const adapter = await adapterHere();
afterAll(() => adapter?.destroy());

const open = async (): Promise<void> => {
  await setBackend('webgpu');
};

describe.skipIf(adapter === null)('on WebGPU', () => {
  const [operation, tanhError] = [analogRollout, TANH_ERROR];
  describeAnalog({ name: 'the fused kernel', open, operation, tanhError, isSlow: true });

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
