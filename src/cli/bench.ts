import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';

interface BenchFlags {
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly quick?: boolean;
  readonly seconds?: number;
  readonly slopes?: boolean;
  readonly gpu?: boolean;
  readonly quiet?: boolean;
}

/** Seconds of each comparison where the user does not say; of each line of the GPU's tables. */
const DEFAULT_SECONDS = { full: 20, quick: 4 };
const DEFAULT_GPU_SECONDS = { full: 4, quick: 1.5 };

function positiveNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value <= 3600)) {
    throw new InvalidArgumentError('expected a number of seconds above 0, at most 3600');
  }
  return value;
}

export function registerBench(program: Command): void {
  program
    .command('bench')
    .description('throughput of every evaluator beside C and NumPy, of whole generations, and memory, on this machine')
    .option('--json', 'print one JSON object instead of the tables')
    .option('--markdown', 'print the tables of docs/benchmarks.md')
    .option('--quick', 'fewer rounds, and no run that needs gigabytes')
    .option('--seconds <n>', 'time of each comparison (default: 20, with --quick 4)', positiveNumber)
    .option(
      '--gpu',
      'tfjs:webgpu beside the wasm evaluator and JAX in place of all that; the time is of each line (4, 1.5)',
    )
    .option('--slopes', 'also how cost grows with population, units, samples and ticks')
    .option('--quiet', 'no progress on stderr')
    .action(benchCommand);
}

async function benchCommand(flags: BenchFlags): Promise<void> {
  if (flags.gpu) {
    await gpuBenchCommand(flags);
    return;
  }
  const [{ runBenchmark }, { benchSizes }, { machineClock }, { formatBench, formatBenchJson, formatBenchMarkdown }] =
    await Promise.all([
      import('../bench/bench.js'),
      import('../bench/sizes.js'),
      import('../bench/clock.js'),
      import('./format-bench.js'),
    ]);
  const [{ packageVersion }, { availableParallelism }] = await Promise.all([import('./version.js'), import('node:os')]);
  const quick = flags.quick === true;
  const report = await runBenchmark({
    sizes: benchSizes,
    quick,
    seconds: flags.seconds ?? (quick ? DEFAULT_SECONDS.quick : DEFAULT_SECONDS.full),
    slopes: flags.slopes === true,
    cores: availableParallelism(),
    clock: machineClock,
    packageVersion: packageVersion(),
    onNote: (text) => {
      if (!flags.quiet) process.stderr.write(`${text}\n`);
    },
  });
  const format = flags.json ? formatBenchJson : flags.markdown ? formatBenchMarkdown : formatBench;
  process.stdout.write(format(report));
}

async function gpuBenchCommand(flags: BenchFlags): Promise<void> {
  const [{ runGpuBenchmark }, { gpuSizes, quickGpuSizes, softwareGpuSizes }, { machineClock }, formats] =
    await Promise.all([
      import('../bench/gpu/gpu-bench.js'),
      import('../bench/gpu/gpu-sizes.js'),
      import('../bench/clock.js'),
      import('./format-gpu-bench.js'),
    ]);
  const [{ packageVersion }, { availableParallelism }] = await Promise.all([import('./version.js'), import('node:os')]);
  const quick = flags.quick === true;
  const report = await runGpuBenchmark({
    sizes: { gpu: quick ? quickGpuSizes : gpuSizes, software: softwareGpuSizes },
    quick,
    seconds: flags.seconds ?? (quick ? DEFAULT_GPU_SECONDS.quick : DEFAULT_GPU_SECONDS.full),
    cores: availableParallelism(),
    clock: machineClock,
    packageVersion: packageVersion(),
    onNote: (text) => {
      if (!flags.quiet) process.stderr.write(`${text}\n`);
    },
  });
  const { formatGpuBench, formatGpuBenchJson, formatGpuBenchMarkdown } = formats;
  const format = flags.json ? formatGpuBenchJson : flags.markdown ? formatGpuBenchMarkdown : formatGpuBench;
  process.stdout.write(format(report));
}
