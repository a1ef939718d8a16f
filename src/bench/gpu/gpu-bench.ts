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
import { compareOnGpu } from './gpu-line.js';
import type { GpuLine, GpuReport, IntegerRate } from './gpu-report.js';
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

/** How long the forms of the rollout in JAX may compile, all at once, ms. */
const JAX_MS = { full: 45_000, quick: 20_000 };

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
  let jax: Jax | Missing | null = null;
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
    const lattices = sizes.neighbours.map((neighbours) => {
      const first = gpuBlueprint(sizes, neighbours, sizes.choice.samples);
      const most = Math.max(sizes.choice.genotypes, ...sizes.works.map(([genotypes]) => genotypes));
      const loci = drawLoci(first, most);
      const few = (genotypes: number): Uint32Array => loci.subarray(0, genotypes * first.system.genome.locusCount);
      return { neighbours, few, choice: gpuWork(first, few(sizes.choice.genotypes)).work };
    });
    const works = lattices.map(({ choice }) => choice);
    jax = await (options.beginJax ?? startJax)(
      folder,
      works,
      { patienceMs: quick ? JAX_MS.quick : JAX_MS.full, warmMs, trialMs: 150 },
      onNote,
    );
    const elapsed = (): string => `${((performance.now() - begun) / 1000).toFixed(0)} s`;
    onNote(isMissing(jax) ? `without JAX: ${jax.missing}` : `JAX: ${JSON.stringify(jax.choices)}; ${elapsed()}`);
    const lines: GpuLine[] = [];
    for (const { neighbours, few } of lattices) {
      for (const [genotypes, samples] of sizes.works) {
        const work = gpuWork(gpuBlueprint(sizes, neighbours, samples), few(genotypes));
        const line = await compareOnGpu(work, { ...tools, jax });
        lines.push(line);
        onNote(`${note(line)}; ${elapsed()}`);
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
      jax: isMissing(jax) ? jax : { version: jax.version, choices: jax.choices },
      settings: {
        ...{ quick, secondsPerLine: seconds, ...rounds, cores },
        ...{ units: lattice.unitCount, ticks: lattice.ticks, pairs: cone.pairCount },
      },
      lines,
    };
  } finally {
    if (jax !== null && !isMissing(jax)) jax.close();
    await webgpu.destroy();
    await device.close();
    rmSync(folder, { recursive: true, force: true });
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
