import { summarise, summariseRatio } from '../arithmetic/figure.js';
import { interleave } from '../interleave.js';
import type { Missing, PairLine } from '../report.js';
import { startKernelProcesses } from '../threads/kernel-processes.js';
import { startKernelThreads } from '../threads/kernel-threads.js';
import { rhythmFor, type Tools } from '../tools.js';
import type { VariantName } from '../variants.js';
import type { Population } from '../work/populations.js';
import { denseUpdates } from '../work/work.js';

const TWO = 2;

/**
 * Two worker threads over one shared work beside two processes that share nothing: what is lost to one process having
 * one memory and one runtime.
 */
export async function comparePair(
  { line, blueprint, loci, work }: Population,
  variant: VariantName,
  tools: Tools,
): Promise<PairLine | Missing> {
  if (tools.cores < TWO) return { missing: `this machine has ${tools.cores} core; two kernels at once need 2` };
  tools.onNote('two worker threads beside two processes');
  const threads = startKernelThreads(work, variant, TWO);
  const { scenario } = blueprint;
  const { generation } = line;
  const processes = await startKernelProcesses({ scenario, loci, generation, variant }, TWO);
  try {
    const contenders = [
      { name: 'two workers', run: threads.repeat },
      { name: 'two processes', run: processes.repeat },
    ];
    const [workerSeconds, processSeconds] = (await interleave(
      contenders,
      rhythmFor(tools, contenders.length),
      tools.clock,
    )) as [Float64Array, Float64Array];
    const rate = (seconds: Float64Array) =>
      summarise(
        seconds.map((s) => (TWO * denseUpdates(work)) / s),
        'updates/s',
      );
    return {
      workers: rate(workerSeconds),
      processes: rate(processSeconds),
      ratio: summariseRatio(processSeconds, workerSeconds),
    };
  } finally {
    processes.close();
    await threads.close();
  }
}
