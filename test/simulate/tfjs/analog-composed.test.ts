import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { analogRollout } from '../../../src/simulate/tfjs/analog-op.js';
import { planAnalog } from '../../../src/simulate/tfjs/analog-plan.js';
import { openCpu } from '../../../src/simulate/tfjs/backends/cpu.js';
import { openWasm } from '../../../src/simulate/tfjs/backends/wasm.js';
import { analogTile, bytesOfAnalogCall } from '../../../src/simulate/tfjs/compose/analog/analog-tiles.js';
import { composeAnalog } from '../../../src/simulate/tfjs/compose/analog/register-analog.js';
import { analogInputs, cellsByOperation, randomAnalogCall } from './analog-calls.js';
import { describeAnalog } from './analog-contract.js';

const open = async (opening: Promise<object | string>): Promise<void> => {
  const opened = await opening;
  if (typeof opened === 'string') throw new Error(opened);
};

// Math.tanh, rounded once.
describeAnalog({
  name: 'operations of cpu',
  open: () => open(openCpu()),
  operation: analogRollout,
  tanhError: 2 ** -24,
});
// The C library's tanhf: an ulp or two below 1.
describeAnalog({
  name: 'operations of wasm',
  open: () => open(openWasm()),
  operation: analogRollout,
  tanhError: 2 ** -22,
});

it('composes AnalogRollout the same in tiles of one genotype as at once, in no more memory than it says', async () => {
  await openCpu();
  const shape = { seed: 91, unitCount: 6, neighbourCount: 2, ticks: 3, start: 'random' } as const;
  const call = randomAnalogCall(shape, { activation: 'tanh', noise: 0.5 }, 4, 256);
  const plan = planAnalog(call.system, call.readings);
  const found = await Promise.all(
    [1, 2 ** 20].map((budget) => cellsByOperation(call, (plan, inputs) => composeAnalog(plan, inputs, budget))),
  );
  expect(found[0]).toEqual(found[1]);
  for (const budget of [1, 2 ** 20]) {
    const inputs = analogInputs(plan, call);
    const { peakBytes } = await tf.profile(() => tf.tidy(() => void composeAnalog(plan, inputs, budget)));
    for (const tensor of Object.values(inputs)) tensor.dispose();
    const promised = bytesOfAnalogCall(plan, 4, 256, budget);
    expect(analogTile(plan, 4, 256, budget)).toBe(budget === 1 ? 1 : 4);
    expect(peakBytes).toBeLessThanOrEqual(promised);
  }
});
