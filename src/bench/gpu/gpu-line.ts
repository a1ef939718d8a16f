import { InvariantError } from '../../base/errors.js';
import type { Device } from '../../simulate/device/owner.js';
import { evaluatorNamed } from '../../simulate/evaluators.js';
import type { OpenWebgpu } from '../../simulate/tfjs/webgpu/open-webgpu.js';
import { type Figure, summarise, summariseRatio } from '../arithmetic/figure.js';
import type { Clock } from '../clock.js';
import { type Contender, interleave, type Rhythm } from '../interleave.js';
import type { NativeProcess } from '../native/native-process.js';
import { isMissing, type Missing } from '../report.js';
import { startKernelThreads } from '../threads/kernel-threads.js';
import { prepare } from '../variants.js';
import { denseUpdates } from '../work/work.js';
import {
  GPU_CONTENDERS,
  GPU_RATIOS,
  type GpuContender,
  type GpuLine,
  type GpuRatio,
  type IntegerRate,
} from './gpu-report.js';
import type { GpuWork } from './gpu-work.js';
import { updatesBound } from './integer-bound.js';
import { type Jax, sha256OfCounts } from './jax.js';
import { type KernelAlone, kernelAlone } from './kernel-alone.js';
import { clockNow } from './nvidia.js';

/** What all lines have in common. */
export interface GpuTools {
  /** The device in a thread of its own, as runs have it, and in this one, for its kernel alone. */
  readonly device: Device;
  readonly webgpu: OpenWebgpu;
  readonly jax: Jax | Missing;
  readonly integers: IntegerRate;
  /** Worker threads that "all cores" means. */
  readonly cores: number;
  readonly mostCoreUpdates: number;
  readonly rounds: Pick<Rhythm, 'rounds' | 'warmupRounds'>;
  /** Time of each line, s. */
  readonly seconds: number;
  /** The GPU is kept busy so long before it is timed, ms. */
  readonly warmMs: number;
  readonly clock: Clock;
}

type GpuEntrant = Contender & { readonly name: GpuContender };

/** All contenders on one work. They must count alike before any is timed. */
export async function compareOnGpu({ work, stimuli }: GpuWork, tools: GpuTools): Promise<GpuLine> {
  const { device, webgpu, integers, cores, mostCoreUpdates, rounds, seconds, clock } = tools;
  const { system, readings, loci, count, home } = work;
  const { neighbourCount } = system.lattice;
  const updates = denseUpdates(work);
  const each = updates / count;
  const part = (most: number) => ({ ...work, count: Math.max(1, Math.min(count, Math.floor(most / each))) });
  const onOne = part(mostCoreUpdates);
  const onAll = part(mostCoreUpdates * cores);

  const one = prepare('wasm all', onOne);
  one.run(1);
  const evaluator = evaluatorNamed(device.name, { device: device.link })(system, readings, home);
  const counts = new Uint32Array((count * one.counts.length) / onOne.count);
  evaluator.evaluate(loci, 0, count, work.stimulus, counts);
  sameCounts('tfjs:webgpu', counts.subarray(0, one.counts.length), one.counts);
  const kernel = await kernelAlone(webgpu, work);
  const threads = startKernelThreads(onAll, 'wasm all', cores);
  try {
    sameCounts('the kernel alone', await kernel.counts(), counts);
    const ask = isMissing(tools.jax) ? tools.jax : await tools.jax.load(work);
    if (!isMissing(ask) && (await ask('digest')) !== sha256OfCounts(counts)) {
      throw new InvariantError('benchmark: JAX counts otherwise');
    }
    let turn = 0;
    const whole: GpuEntrant = {
      name: 'whole',
      run(times) {
        for (let i = 0; i < times; i++) evaluator.evaluate(loci, 0, count, stimuli[turn++ % stimuli.length]!, counts);
      },
    };
    const measured = new Map<GpuContender, Float64Array>();
    const measure = async (contenders: readonly GpuEntrant[]): Promise<void> => {
      const sliceMs = (1000 * seconds) / GPU_CONTENDERS.length / (rounds.rounds + rounds.warmupRounds);
      const taken = await interleave(contenders, { ...rounds, sliceMs }, clock);
      contenders.forEach(({ name }, c) => {
        measured.set(name, taken[c]!);
      });
    };
    await measure([
      { name: 'wasm', run: (times) => one.run(times) },
      { name: 'wasmAll', run: threads.share },
    ]);
    // What keeps the GPU busy without a pause comes first and together: with pauses its clock falls.
    const gpuClock = await warm(kernel, tools.warmMs);
    const kernelEntrant: GpuEntrant = { name: 'kernel', timedRun: kernel.run };
    await measure([kernelEntrant, ...(isMissing(ask) ? [] : [asked(ask, 'jaxKernel', 'device')])]);
    await measure([whole, ...(isMissing(ask) ? [] : [asked(ask, 'jax', 'whole')])]);

    const workOf = (name: GpuContender): number =>
      name === 'wasm' ? onOne.count * each : name === 'wasmAll' ? onAll.count * each : updates;
    const secondsOf = (name: GpuContender): Float64Array | Missing =>
      measured.get(name)?.map((s) => s / workOf(name)) ?? (isMissing(ask) ? ask : { missing: 'not measured' });
    const rate = (name: GpuContender): Figure | Missing => {
      const own = secondsOf(name);
      return isMissing(own)
        ? own
        : summarise(
            own.map((s) => 1 / s),
            'updates/s',
          );
    };
    const ratio = ([above, below]: readonly [GpuContender, GpuContender]): Figure | Missing => {
      const [a, b] = [secondsOf(above), secondsOf(below)];
      if (isMissing(a)) return a;
      return isMissing(b) ? b : summariseRatio(b, a);
    };
    const kernelRate = (rate('kernel') as Figure).value;
    return {
      ...{ neighbours: neighbourCount, genotypes: count, samples: work.stimulus.samples, updates, clock: gpuClock },
      rates: Object.fromEntries(GPU_CONTENDERS.map((name) => [name, rate(name)])) as GpuLine['rates'],
      kernelTiming: kernel.timing,
      ratios: Object.fromEntries(Object.entries(GPU_RATIOS).map(([name, pair]) => [name, ratio(pair)])) as Record<
        GpuRatio,
        Figure | Missing
      >,
      shareOfQuoted:
        typeof integers.quoted === 'number'
          ? kernelRate / updatesBound(integers.quoted, neighbourCount)
          : integers.quoted,
      shareOfMeasured: kernelRate / updatesBound(integers.measured, neighbourCount),
    };
  } finally {
    kernel.close();
    await threads.close();
  }
}

function asked(ask: NativeProcess['ask'], name: GpuContender, command: string): GpuEntrant {
  return { name, run: async (times) => void (await ask(`${command} ${times}`)) };
}

/** Keeps the GPU busy until its clock has risen, and says what it is then. */
async function warm(kernel: KernelAlone, ms: number): Promise<number | null> {
  const begin = performance.now();
  let found: number | null | undefined;
  const busy = async (): Promise<void> => {
    const once = await kernel.run(1);
    await kernel.run(Math.max(1, Math.min(1000, Math.round(0.05 / once))));
  };
  while (performance.now() - begin < ms) await busy();
  const asking = clockNow().then((clock) => {
    found = clock;
  });
  while (found === undefined) await busy();
  await asking;
  return found;
}

/** A fast wrong answer is not a contender. */
function sameCounts(name: string, given: Uint32Array, expected: Uint32Array): void {
  const wrong = expected.findIndex((count, cell) => given[cell] !== count);
  if (given.length === expected.length && wrong === -1) return;
  throw new InvariantError(`benchmark: ${name} gives ${given[wrong]} as count ${wrong}, expected ${expected[wrong]}`);
}
