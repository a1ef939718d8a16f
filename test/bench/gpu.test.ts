import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { GPU_CONTENDERS, type GpuReport } from '../../src/bench/gpu/gpu-report.js';
import { softwareGpuSizes } from '../../src/bench/gpu/gpu-sizes.js';
import { drawLoci, gpuBlueprint, gpuWork } from '../../src/bench/gpu/gpu-work.js';
import { updatesBound } from '../../src/bench/gpu/integer-bound.js';
import { integerOperations, integerWords } from '../../src/bench/gpu/integer-rate.js';
import { jaxProgram, sha256OfCounts, startJax } from '../../src/bench/gpu/jax.js';
import { multiprocessorsOf, parseNvidia, quotedIntegerRate } from '../../src/bench/gpu/nvidia.js';
import { interleave } from '../../src/bench/interleave.js';
import { jaxOnNumpy } from '../../src/bench/native/toolchain.js';
import { isMissing } from '../../src/bench/report.js';
import { prepare } from '../../src/bench/variants.js';
import { formatGpuBench, formatGpuBenchJson, formatGpuBenchMarkdown } from '../../src/cli/format-gpu-bench.js';
import { countingClock } from './tiny.js';

const folder = mkdtempSync(join(tmpdir(), 'scarce-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TIMES = { patienceMs: 60_000, warmMs: 1, trialMs: 1 };

describe('the bound by integer operations', () => {
  it('is 2^K − 1 selections for 32 samples', () => {
    // 3255 = 3 · 5 · 7 · 31.
    const bounds = [1, 2, 3, 4, 5].map((neighbours) => updatesBound(3255, neighbours) / 32);
    expect(bounds).toEqual([3255, 1085, 465, 217, 105]);
  });

  it('is quoted for the GPU that the adapter names, by what nvidia-smi says of its clock', () => {
    const gpus = parseNvidia('NVIDIA H100 80GB HBM3, 1980\nNVIDIA T4, 1590\nno line\n');
    expect(gpus).toEqual([
      { name: 'NVIDIA H100 80GB HBM3', clock: 1.98e9 },
      { name: 'NVIDIA T4', clock: 1.59e9 },
    ]);
    const { quoted, source } = quotedIntegerRate('nvidia-h100-80gb-hbm3, NVIDIA: 580.159.04 (vulkan)', gpus);
    // 16.7 T operations/s: 76.5 T updates/s for K = 3.
    expect(quoted).toBe(132 * 64 * 1.98e9);
    expect(source).toBe('NVIDIA H100 80GB HBM3: 132 multiprocessors × 64 lanes × 1.980 GHz (clocks.max.sm)');
    expect(quotedIntegerRate('llvmpipe', gpus)).toMatchObject({
      quoted: { missing: 'nvidia-smi does not name this adapter' },
    });
    expect(quotedIntegerRate('nvidia b7, x', [{ name: 'NVIDIA B7', clock: 1 }]).quoted).toEqual({
      missing: expect.stringContaining('not in the table'),
    });
    expect(
      ['NVIDIA H100 PCIe', 'NVIDIA H100 NVL', 'NVIDIA H200', 'NVIDIA A100-SXM4-40GB'].map(multiprocessorsOf),
    ).toEqual([114, null, 132, 108]);
  });

  it('is measured by words that depend on the thread and on every round', () => {
    expect(integerOperations(2, 3)).toBe(2 * 8 * 16 * 64 * 3);
    // No round: the exclusive or of 16 words i + thread · (2 i + 1).
    const begun = (thread: number): number =>
      Array.from({ length: 16 }, (_, i) => i + thread * (2 * i + 1)).reduce((sum, word) => sum ^ word, 0);
    expect([integerWords(0, 0), integerWords(0, 7)]).toEqual([begun(0), begun(7)]);
    expect(new Set([0, 1, 2, 3].map((rounds) => integerWords(rounds, 12_345))).size).toBe(4);
  });
});

describe('a contender that times itself', () => {
  it('is believed, and all others are timed by the clock', async () => {
    const contenders = [
      { name: 'own', timedRun: async (times: number) => 5 * times },
      { name: 'clock', run: () => {} },
    ];
    const seconds = await interleave(contenders, { rounds: 2, warmupRounds: 1, sliceMs: 1 }, countingClock());
    expect(seconds.map((rounds) => Array.from(rounds))).toEqual([
      [5, 5],
      [0.001, 0.001],
    ]);
  });
});

describe('JAX beside it', () => {
  const program = jaxOnNumpy(folder);
  if ('missing' in program) console.log(`skipped: ${program.name}: ${program.missing}`);

  it.skipIf('missing' in program)(
    'takes the fastest of its forms, and gives the counts of the evaluators',
    async () => {
      if ('missing' in program) return;
      const blueprint = gpuBlueprint(softwareGpuSizes, 3, 256);
      const { work, stimuli } = gpuWork(blueprint, drawLoci(blueprint, 5));
      expect(new Set(stimuli.map(({ elements }) => elements.join())).size).toBe(stimuli.length);
      const jax = await jaxProgram(program.start, program.version, folder, [work], TIMES, () => {});
      try {
        const { chosen, tried } = jax.choices[0]!;
        const rates = tried.map(({ rate }) => (typeof rate === 'number' ? rate : 0));
        expect(tried).toHaveLength(5);
        expect(tried[rates.indexOf(Math.max(...rates))]!.form).toBe(chosen);
        const ask = await jax.load(work);
        if (isMissing(ask)) throw new Error(ask.missing);
        const wasm = prepare('wasm all', work);
        wasm.run(1);
        expect(await ask('digest')).toBe(sha256OfCounts(wasm.counts));
      } finally {
        jax.close();
      }
    },
  );

  it.skipIf('missing' in program)('leaves out what is not compiled in the time given', async () => {
    if ('missing' in program) return;
    const blueprint = gpuBlueprint(softwareGpuSizes, 3, 128);
    const { work } = gpuWork(blueprint, drawLoci(blueprint, 1));
    const jax = await jaxProgram(program.start, program.version, folder, [work], { ...TIMES, patienceMs: 1 }, () => {});
    expect(jax.choices[0]!.tried.map(({ rate }) => rate)).toEqual(
      Array(5).fill({ missing: 'not compiled in 0.001 s' }),
    );
    expect(await jax.load(work)).toEqual({ missing: 'JAX runs this lattice in no form' });
    jax.close();
  });

  it('says why there is none', async () => {
    const path = process.env.PATH;
    process.env.PATH = folder;
    try {
      expect(await startJax(folder, [], TIMES, () => {})).toEqual({ missing: 'no python3 on the PATH' });
    } finally {
      process.env.PATH = path;
    }
  });
});

describe('the report', () => {
  const figure = { value: 5e12, low: 4e12, high: 6e12, rounds: 5, unit: 'updates/s' };
  const missing = { missing: 'no python3 on the PATH' };
  const line = {
    ...{ neighbours: 3, genotypes: 1024, samples: 8192, updates: 1e9, clock: 1.98e9, kernelTiming: 'timestamps' },
    rates: { ...Object.fromEntries(GPU_CONTENDERS.map((name) => [name, figure])), jax: missing, jaxKernel: missing },
    ratios: {
      whole_over_wasm: { ...figure, value: 50, low: 50, high: 50, unit: '1' },
      ...{ whole_over_wasm_all_cores: missing, whole_over_jax: missing, kernel_over_jax_kernel: missing },
    },
    ...{ shareOfQuoted: 0.25, shareOfMeasured: 0.5 },
  };
  const report = {
    ...{ version: '0', node: 'v20.0.0', device: 'some GPU (vulkan)', isGpu: true, jax: missing, lines: [line] },
    machine: { cpu: 'cpu', cores: 2, memoryBytes: 2 ** 34, platform: 'linux', arch: 'x64' },
    integers: { quoted: 1.67e13, source: 'a table', measured: 1.5e13 },
    settings: {
      ...{ quick: false, secondsPerLine: 2, rounds: 5, warmupRounds: 2, cores: 2, units: 120, ticks: 24, pairs: 114 },
    },
  } as unknown as GpuReport;

  it('has rates, shares of the bound and ratios, and says why JAX is missing', () => {
    const text = formatGpuBench(report);
    for (const part of [
      'no comparison with JAX: no python3',
      '16.7 T/s (a table)',
      '25 %',
      '50 %',
      '5 (4–6)',
      '1980',
    ]) {
      expect(text).toContain(part);
    }
    expect(formatGpuBenchMarkdown(report)).toContain('| 1,024 | 8,192 | 5 (4–6) | 5 (4–6) | 25 % | 50 % | – | – |');
    expect(JSON.parse(formatGpuBenchJson(report)).lines[0].rates.whole).toEqual(figure);
  });

  it('says of a software adapter that its speed means nothing', () => {
    expect(formatGpuBench({ ...report, isGpu: false })).toContain('no speed means anything');
  });
});
