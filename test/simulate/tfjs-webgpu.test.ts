import { setBackend } from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import { isSoftwareAdapter } from '../../src/simulate/tfjs/webgpu/find-adapter.js';
import type { FormRequest } from '../../src/simulate/tfjs/webgpu/kernel/choose-form.js';
import { randomLoci, randomStimulus } from './hand-system.js';
import { allReadings, randomSystem } from './random-system.js';
import { adapterHere, expected, rolledOut } from './webgpu-rollout.js';

const open = await adapterHere();
if (open !== null) await setBackend('webgpu');
afterAll(() => open?.destroy());

const FORMS: FormRequest[] = [
  { state: 'registers' },
  { state: 'workgroup' },
  // Three workgroups take the genotypes by turns, and tables where they lie.
  { state: 'storage', tables: 'words', groups: 3 },
  // The samples shared among workgroups; counts added up in the output.
  { state: 'registers', vector: 1, lanes: 4, shares: 3, sums: 'storage' },
];

describe.skipIf(open === null)('the fused kernel on WebGPU', () => {
  it.each([
    { neighbourCount: 1, unitCount: 7, ticks: 4, noisy: true, genotypes: 1, samples: 128 },
    { neighbourCount: 3, unitCount: 6, ticks: 3, noisy: false, genotypes: 21, samples: 3 * 128 },
  ])(
    'counts what the reference counts, in every form, for K = $neighbourCount',
    async ({ genotypes, samples, ...shape }) => {
      const system = randomSystem({ ...shape, seed: 7 * shape.neighbourCount, start: 'random' });
      const readings = allReadings(system);
      const [loci, stimulus] = [randomLoci(system, genotypes, 1), randomStimulus(system, samples, 2)];
      const work = { system, readings, loci, genotypes, stimulus };
      for (const form of FORMS) expect(await rolledOut(work, form), JSON.stringify(form)).toEqual(expected(work));
    },
  );
});

describe('an adapter that computes on the processor', () => {
  it.each([
    ['OpenGL version OpenGL ES 3.2 Mesa 22.3.6', 'llvmpipe-llvm-15-0-6-256-bits-'],
    ['llvmpipe (LLVM 15.0.6, 256 bits)', ''],
    ['SwiftShader Device (Subzero)', ''],
    ['Microsoft Basic Render Driver', ''],
  ])('is known by its names: %s, %s', (description, device) => {
    expect(isSoftwareAdapter({ description, device })).toBe(true);
  });

  it.each([
    ['NVIDIA H100 80GB HBM3', '0x2330'],
    ['AMD Radeon RX 7900 XTX (RADV NAVI31)', ''],
    ['Apple M2 Pro', ''],
    ['Intel(R) UHD Graphics 770 (ADL-S GT1)', ''],
  ])('is not taken for a GPU: %s', (description, device) => {
    expect(isSoftwareAdapter({ description, device })).toBe(false);
  });
});
