import { getKernel, type NamedAttrMap, type Tensor, tensor1d, zeros } from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import { DeviceError, InvariantError } from '../../../../src/base/errors.js';
import { SessionFailure } from '../../../../src/simulate/device/session.js';
import type { Reading } from '../../../../src/simulate/evaluator.js';
import { LATTICE_ROLLOUT } from '../../../../src/simulate/tfjs/rollout-op.js';
import { planRollout } from '../../../../src/simulate/tfjs/rollout-plan.js';
import type { FormRequest } from '../../../../src/simulate/tfjs/webgpu/kernel/form-request.js';
import { tickRuns } from '../../../../src/simulate/tfjs/webgpu/kernel/tick-runs.js';
import { handSystem, held, port } from '../../hand-system.js';
import { allReadings, randomSystem } from '../../random-system.js';
import { type Call, countsByReference, randomCall } from '../rollout-counts.js';
import { adapterHere, countsInForm, peakBytesOf } from './on-webgpu.js';

/** −1 where there is none. */
const firstDifference = (a: ArrayLike<number>, b: Int32Array): number => b.findIndex((value, i) => a[i] !== value);

const open = await adapterHere();
afterAll(() => open?.destroy());

/** A line of three rows, wired as `west3` does, and zero beyond its rows. */
function line(columns: number, noise: number) {
  const rows = 3;
  const reads = Array.from({ length: rows * columns }, (_, unit) => {
    const [row, column] = [Math.floor(unit / columns), unit % columns];
    return [row - 1, row, row + 1].map((r) => {
      if (r < 0 || r >= rows) return held(1);
      return column === 0 ? held(0) : r * columns + column - 1;
    });
  });
  const fixed = { [columns]: 0b10010110 };
  return handSystem({ reads, held: [port(0), port(1)], readUnits: [2 * columns - 1], ticks: columns, noise, fixed });
}

/** A lattice that is larger than workgroup memory. */
function largeCall(genotypes: number): Call {
  const units = Array.from({ length: 9000 }, (_, unit) => unit);
  const system = handSystem({
    reads: units.map((unit) => [unit === 0 ? held(0) : unit - 1, (unit * 7 + 3) % 9000]),
    held: [port(0)],
    readUnits: units.slice(8996),
    ticks: 14,
    start: 'random',
  });
  return randomCall(system, [{ kind: 'joint', source: [0], units: [8999], tick: 14 }], genotypes, 256, 5);
}

describe.skipIf(open === null)('the fused kernel on WebGPU', () => {
  const forms: FormRequest[] = [
    // More threads than words; what threads of a row that stands for nobody do must not count.
    { state: 'registers', vector: 4 },
    { state: 'workgroup', tables: 'words' },
    // Two workgroups take the genotypes by turns.
    { state: 'storage', vector: 2, groups: 2 },
    // Samples shared among workgroups; counts added up in the output, whose buffer has been used before.
    { state: 'workgroup', lanes: 4, shares: 2, sums: 'storage' },
  ];

  it.each(forms)('counts what the reference counts as %j', async (form) => {
    const system = randomSystem({ seed: 7, unitCount: 6, neighbourCount: 3, ticks: 3, noisy: true, start: 'random' });
    const call = randomCall(system, allReadings(system), 21, 3 * 128, 1);
    expect(await countsInForm(call, form)).toEqual(countsByReference(call));
  });

  it.each(['masks', 'words'] as const)('rolls ticks that are alike up into a loop, tables as %s', async (tables) => {
    const system = line(9, 0.25);
    const readings: Reading[] = [
      { kind: 'joint', source: [0], units: [17], tick: 9 },
      { kind: 'change', flip: 0, units: [17] },
    ];
    const call = randomCall(system, readings, 5, 128, 2);
    expect(tickRuns(planRollout(system, readings), true).some(({ first, last }) => last - first >= 4)).toBe(true);
    expect(await countsInForm(call, { state: 'registers', rolled: true, tables })).toEqual(countsByReference(call));
  });

  it('rolls no tick up that is read before the last of a loop', async () => {
    const system = line(9, 0.25);
    const readings: Reading[] = [17, 13].map((unit, i) => ({
      kind: 'joint',
      source: [0],
      units: [unit],
      tick: 9 - 4 * i,
    }));
    const call = randomCall(system, readings, 5, 128, 8);
    const runs = tickRuns(planRollout(system, readings), true);
    expect(runs.some(({ first, last }) => last - first >= 3)).toBe(true);
    expect(runs.some(({ last }) => last === 5)).toBe(true);
    expect(await countsInForm(call, { state: 'registers', rolled: true })).toEqual(countsByReference(call));
  });

  it('takes no more memory than it says, states of large lattices and wide counts included', async () => {
    const wide = randomSystem({ seed: 9, unitCount: 5, neighbourCount: 2, ticks: 2, noisy: true, start: 'random' });
    const joint: Reading = { kind: 'joint', source: [0, 1, 2, 3, 4, 5], units: wide.ports.read[0]!.units, tick: 2 };
    for (const call of [largeCall(40), randomCall(wide, [joint], 60, 128, 9)]) {
      const peak = await peakBytesOf(open!, () => countsInForm(call));
      const plan = planRollout(call.system, call.readings);
      const promised = open!.bytesOf(plan, call.genotypes, call.stimulus.words);
      // The uniforms and records of a call are beside what is counted: less than 4 KiB.
      expect(peak).toBeLessThanOrEqual(promised + 4096);
      expect(peak).toBeGreaterThan(4096);
    }
  });

  it('counts symbols of twelve bits, one genotype, K = 5', async () => {
    const units = Array.from({ length: 8 }, (_, unit) => unit);
    const system = handSystem({
      reads: units.map((unit) => [held(0), held(1), (unit + 1) % 8, (unit + 3) % 8, unit]),
      held: [port(0), port(1)],
      readUnits: units,
      ticks: 2,
      start: 'random',
      elementCount: 4,
    });
    const call = randomCall(system, [{ kind: 'joint', source: [3, 0, 1, 2], units, tick: 2 }], 1, 128 * 5, 3);
    expect(await countsInForm(call)).toEqual(countsByReference(call));
  });

  it('counts a wire of fixed units, which has no genome, at every tick', async () => {
    const system = handSystem({
      reads: [[held(0)], [0], [1]],
      held: [port(0)],
      readUnits: [2],
      ticks: 3,
      noise: 0.25,
      fixed: { 0: 0b10, 1: 0b01, 2: 0b10 },
    });
    const readings = [0, 1, 2].map((unit): Reading => ({ kind: 'joint', source: [0], units: [unit], tick: unit + 1 }));
    const call = randomCall(system, readings, 3, 256, 4);
    expect(await countsInForm(call)).toEqual(countsByReference(call));
  });

  it('counts a lattice that is larger than workgroup memory', async () => {
    const call = largeCall(3);
    expect(await countsInForm(call)).toEqual(countsByReference(call));
  });

  it('counts more workgroups than one dimension of a dispatch holds', async () => {
    const system = line(2, 0);
    const call = randomCall(system, [{ kind: 'joint', source: [0], units: [3], tick: 2 }], 70_000, 32, 7);
    const found = await countsInForm(call, { state: 'registers', lanes: 1, genotypes: 1 });
    expect(firstDifference(found, Int32Array.from(countsByReference(call)))).toBe(-1);
  });

  it('takes what lies in shared memory, as genomes of runs do, from anywhere within it', async () => {
    // More than goes to the device in one piece.
    const words = 300_000;
    const values = Int32Array.from({ length: words }, (_, i) => i * i);
    const shared = new Int32Array(new SharedArrayBuffer(4 * (words + 3)), 12, words);
    shared.set(values);
    const tensor = tensor1d(shared, 'int32');
    open!.backend.uploadToGPU(tensor.dataId);
    expect(firstDifference(await tensor.data(), values)).toBe(-1);
    tensor.dispose();
  });

  it('refuses samples that the device does not hold in one piece, and says what to do', async () => {
    const system = line(9, 0.25);
    const { planes } = planRollout(system, []);
    const { maxStorageBufferBindingSize, maxBufferSize } = open!.backend.device.limits;
    const words = Math.ceil((Math.min(maxStorageBufferBindingSize, maxBufferSize) + 1) / 4 / planes);
    const plan = planRollout(system, [{ kind: 'joint', source: [0], units: [17], tick: 9 }]);
    const [genomes, neighbours] = [zeros([1, 27], 'int32'), zeros([plan.neighbours.length / 6, 6], 'int32')];
    // Never brought there, so that it takes no memory.
    const stimulus = { shape: [planes, words], dtype: 'int32', dataId: {} } as unknown as Tensor;
    const attempt = () =>
      getKernel(LATTICE_ROLLOUT, 'webgpu')!.kernelFunc({
        inputs: { genomes, neighbours, stimulus },
        backend: open!.backend,
        attrs: { plan } as unknown as NamedAttrMap,
      });
    expect(attempt).toThrow(DeviceError);
    expect(attempt).toThrow(/the samples take \d+ MiB.*in one piece: lower measure.samples, or use --evaluator wasm/);
    for (const tensor of [genomes, neighbours]) tensor.dispose();
  });

  it('says so where the device finds fault with its work, or has not the memory, and goes on', async () => {
    const { backend, failureOf } = open!;
    const { device } = backend;
    const system = line(4, 0);
    const call = randomCall(system, [{ kind: 'joint', source: [0], units: [7], tick: 4 }], 2, 128, 6);
    const tooManyThreads: FormRequest = {
      state: 'registers',
      lanes: 2 * backend.device.limits.maxComputeWorkgroupSizeX,
    };
    const fault = await countsInForm(call, tooManyThreads).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(InvariantError);
    expect(failureOf(fault)).toBe(null);

    const pop = device.popErrorScope.bind(device);
    device.popErrorScope = async () => {
      device.popErrorScope = pop;
      await pop();
      return { message: 'no room for 4 bytes' } as GPUError;
    };
    const failure = await countsInForm(call).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SessionFailure);
    expect(failureOf(failure)?.message).toBe('the device is out of memory: no room for 4 bytes');

    // Outside of all that is looked at.
    device.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE });
    await expect(countsInForm(call)).rejects.toThrow(/WebGPU: Buffer usages/);

    expect(await countsInForm(call)).toEqual(countsByReference(call));
  });
});
