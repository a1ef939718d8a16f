import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeviceError } from '../../base/errors.js';
import { type Device, openDevice } from '../../simulate/device/owner.js';
import { type OpenWebgpu, openWebgpu } from '../../simulate/tfjs/webgpu/open-webgpu.js';
import { requireKernel } from '../../simulate/wasm/kernel.js';
import { thisMachine } from '../../store/machine.js';
import type { Clock } from '../clock.js';
import { isMissing, type Missing } from '../report.js';
import type { Work } from '../work/work.js';
import { compareOnGpu } from './gpu-line.js';
import type { GpuLine, GpuReport, IntegerRate, JaxChoice } from './gpu-report.js';
import type { GpuSizes } from './gpu-sizes.js';
import { drawLoci, gpuBlueprint, gpuWork } from './gpu-work.js';
import { measureIntegerRate } from './integer-rate.js';
import { type Jax, startJax } from './jax.js';
import { quotedIntegerRate } from './nvidia.js';

export interface GpuBenchOptions {
  /** What a real GPU gets, and what a software adapter gets. */
  readonly sizes: { readonly gpu: GpuSizes; readonly software: GpuSizes };
  readonly quick: boolean;
  /** Time of each line, s. */
  readonly seconds: number;
  readonly cores: number;
  readonly clock: Clock;
  readonly packageVersion: string;
  readonly onNote: (text: string) => void;
  /** Starts JAX; only tests give another than the default. */
  readonly beginJax?: typeof startJax;
}

const ROUNDS = { full: { rounds: 5, warmupRounds: 2 }, quick: { rounds: 3, warmupRounds: 1 } };

/** A GPU that idled needs some 0.3 s of load to reach its clock (an H100 goes from 345 to 1980 MHz). */
const WARM_MS = 500;

/** A software adapter needs no more than that its code is compiled. */
const SOFTWARE_WARM_MS = 30;

/** How long one form of the rollout in JAX may compile, and all of them for one lattice, ms. */
const JAX_MS = { full: { patienceMs: 20_000, budgetMs: 40_000 }, quick: { patienceMs: 5000, budgetMs: 10_000 } };

/**
 * Measures tfjs:webgpu beside the wasm evaluator on this machine's cores and beside JAX on the same GPU.
 *
 * @throws DeviceError where there is no adapter at all
 */
export async function runGpuBenchmark(options: GpuBenchOptions): Promise<GpuReport> {
  requireKernel();
  const { quick, seconds, cores, clock, onNote } = options;
  const begun = performance.now();
  const rounds = quick ? ROUNDS.quick : ROUNDS.full;
  const folder = mkdtempSync(join(tmpdir(), 'scarce-bench-'));
  const device = await openDevice('tfjs:webgpu');
  const webgpu = await openHere(device);
  const warmMs = device.isGpu ? WARM_MS : SOFTWARE_WARM_MS;
  const sizes = device.isGpu ? options.sizes.gpu : options.sizes.software;
  const jax = (options.beginJax ?? startJax)(
    folder,
    { ...(quick ? JAX_MS.quick : JAX_MS.full), warmMs, trialMs: 150 },
    onNote,
  );
  if (isMissing(jax)) onNote(`without JAX: ${jax.missing}`);
  try {
    onNote(`integer operations of ${device.device}`);
    const integers: IntegerRate = {
      ...quotedIntegerRate(device.device),
      measured: await measureIntegerRate(webgpu.backend.device, sizes.integers, warmMs),
    };
    const tools = {
      ...{ device, webgpu, integers, cores, rounds, seconds, warmMs, clock },
      mostCoreUpdates: sizes.mostCoreUpdates,
    };
    const choices: JaxChoice[] = [];
    const lines: GpuLine[] = [];
    for (const neighbours of sizes.neighbours) {
      const most = Math.max(...sizes.genotypes, sizes.choice.genotypes);
      const first = gpuBlueprint(sizes, neighbours, sizes.choice.samples);
      const { locusCount } = first.system.genome;
      const loci = drawLoci(first, most);
      const few = (genotypes: number): Uint32Array => loci.subarray(0, genotypes * locusCount);
      const beside = await withChoice(jax, gpuWork(first, few(sizes.choice.genotypes)).work, choices);
      for (const samples of sizes.samples) {
        const blueprint = gpuBlueprint(sizes, neighbours, samples);
        for (const genotypes of sizes.genotypes) {
          const line = await compareOnGpu(gpuWork(blueprint, few(genotypes)), { ...tools, jax: beside });
          lines.push(line);
          onNote(`${note(line)}; ${((performance.now() - begun) / 1000).toFixed(0)} s`);
        }
      }
    }
    const { lattice, cone } = gpuBlueprint(sizes, 3, 128).system;
    return {
      version: options.packageVersion,
      machine: thisMachine(),
      node: process.version,
      device: device.device,
      isGpu: device.isGpu,
      integers,
      jax: isMissing(jax) ? jax : { version: jax.version, choices },
      settings: {
        ...{ quick, secondsPerLine: seconds, ...rounds, cores },
        ...{ units: lattice.unitCount, ticks: lattice.ticks, pairs: cone.pairCount },
      },
      lines,
    };
  } finally {
    if (!isMissing(jax)) jax.close();
    await webgpu.destroy();
    await device.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** JAX with its fastest form chosen; or why it has none for this lattice. */
async function withChoice(jax: Jax | Missing, work: Work, choices: JaxChoice[]): Promise<Jax | Missing> {
  if (isMissing(jax)) return jax;
  try {
    choices.push(await jax.choose(work));
    return jax;
  } catch (error) {
    if (error instanceof DeviceError) return { missing: error.message };
    throw error;
  }
}

/** The same device in this thread too. */
async function openHere(device: Device): Promise<OpenWebgpu> {
  const found = await openWebgpu({ softwareAllowed: !device.isGpu });
  if (typeof found !== 'string') return found;
  await device.close();
  throw new DeviceError(`benchmark: ${device.device} cannot be opened a second time: ${found}`);
}

/** A line as it is done, so that a benchmark that is stopped has said what it knew. */
function note({ neighbours, genotypes, samples, rates }: GpuLine): string {
  const text = Object.entries(rates).map(([name, rate]) =>
    isMissing(rate) ? '' : `, ${name} ${rate.value.toExponential(2)}`,
  );
  return `K = ${neighbours}, ${genotypes} × ${samples}${text.join('')} updates/s`;
}
