import { setBackend } from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import type { analogRollout } from '../../src/simulate/tfjs/analog-op.js';
import { openCpu } from '../../src/simulate/tfjs/backends/cpu.js';
import { openWasm } from '../../src/simulate/tfjs/backends/wasm.js';
import { composeAnalog } from '../../src/simulate/tfjs/compose/analog/register-analog.js';
import { analogRolloutIn } from '../../src/simulate/tfjs/webgpu/analog/analog-kernel.js';
import { TANH_ERROR } from '../../src/simulate/tfjs/webgpu/analog/number-code.js';
import { cellsByOperation, expectWithinFloat, randomAnalogCall } from '../simulate/tfjs/analog-calls.js';
import { describeAnalog } from '../simulate/tfjs/analog-contract.js';
import { adapterHere } from '../simulate/tfjs/webgpu/on-webgpu.js';

const adapter = await adapterHere();
afterAll(() => adapter?.destroy());

const open = async (): Promise<void> => {
  await setBackend('webgpu');
};

describe.skipIf(adapter === null)('on WebGPU', () => {
  for (const state of ['registers', 'workgroup', 'storage'] as const) {
    const operation = (...[plan, inputs]: Parameters<typeof analogRollout>) => analogRolloutIn(plan, inputs, { state });
    describeAnalog({ name: `the fused kernel, states in ${state}`, open, operation, tanhError: TANH_ERROR });
  }
  const composed = (...[plan, inputs]: Parameters<typeof analogRollout>) => composeAnalog(plan, inputs, 2 ** 26);
  describeAnalog({ name: 'ordinary operations', open, operation: composed, tanhError: TANH_ERROR });
});

describe('float32 evaluators of analog units', () => {
  const backends = [
    { name: 'cpu', tanhError: 2 ** -24, begin: async () => void (await openCpu()) },
    { name: 'wasm', tanhError: 2 ** -22, begin: async () => void (await openWasm()) },
    ...(adapter === null ? [] : [{ name: 'webgpu', tanhError: TANH_ERROR, begin: open }]),
  ];

  it.each(backends)(
    'stay within the bound of float32 on twenty random lattices: $name',
    async ({ name, tanhError, begin }) => {
      await begin();
      const shares: number[] = [];
      let largest = 0;
      for (let seed = 1; seed <= 20; seed++) {
        const neighbourCount = 1 + (seed % 5);
        const activation = (['tanh', 'relu', 'linear'] as const)[seed % 3]!;
        const shape = { seed, unitCount: 4 + (seed % 7), neighbourCount, ticks: 2 + (seed % 4) } as const;
        const start = seed % 2 === 0 ? 'random' : 'zero';
        const units = { activation, noise: seed % 4 === 0 ? 0 : 0.3 };
        const call = randomAnalogCall({ ...shape, start }, units, 1 + (seed % 3), 96 + 32 * seed);
        const within = expectWithinFloat(call, await cellsByOperation(call), tanhError);
        shares.push(within.share);
        largest = Math.max(largest, within.largest);
      }
      shares.sort((a, b) => a - b);
      console.log(
        `${name}: of the bound, at most ${shares.at(-1)!.toFixed(3)} was used up, in the middle ${shares[10]!.toFixed(3)}`,
      );
      expect(largest).toBeGreaterThan(0);
    },
  );
});
