import { describe, expect, it } from 'vitest';
import { DeviceError } from '../../src/base/errors.js';
import { machineClock } from '../../src/bench/clock.js';
import { runGpuBenchmark } from '../../src/bench/gpu/gpu-bench.js';
import { GPU_CONTENDERS } from '../../src/bench/gpu/gpu-report.js';
import { gpuSizes, softwareGpuSizes } from '../../src/bench/gpu/gpu-sizes.js';
import { jaxProgram } from '../../src/bench/gpu/jax.js';
import { jaxOnNumpy } from '../../src/bench/native/toolchain.js';
import { formatGpuBench } from '../../src/cli/format-gpu-bench.js';

describe('the benchmark of GPUs', () => {
  it('has every contender count alike on this machine, the JAX program on NumPy where there is no JAX', async () => {
    try {
      const report = await runGpuBenchmark({
        sizes: { gpu: gpuSizes, software: softwareGpuSizes },
        ...{ quick: true, seconds: 0.5, cores: 2, clock: machineClock, packageVersion: '0', onNote: () => {} },
        beginJax: async (folder, works, times, onNote) => {
          const program = jaxOnNumpy(folder);
          if ('missing' in program) return { missing: program.missing };
          return jaxProgram(program.start, program.version, folder, works, times, onNote);
        },
      });
      console.log(formatGpuBench(report));
      for (const { rates, neighbours } of report.lines) {
        for (const name of GPU_CONTENDERS) expect(rates[name], `${name}, K = ${neighbours}`).toBeDefined();
        expect(rates.whole).toMatchObject({ unit: 'updates/s' });
      }
    } catch (error) {
      // No adapter at all: there is nothing to measure.
      if (!(error instanceof DeviceError)) throw error;
      console.log(`skipped: ${error.message}`);
    }
  });
});
