import type { System } from '../../system/system.js';
import { checkReadings } from '../check-readings.js';
import { cellOffsets, type Evaluator, type EvaluatorFactory, type Reading } from '../evaluator.js';
import type { SharedMemory } from '../shared-memory.js';
import type { Stimulus } from '../stimulus.js';
import * as header from './header.js';
import { type Image, imageOf, type Plan, planFor } from './image.js';
import { instantiateKernel, type Kernel } from './kernel.js';
import { ALL_SAVINGS, type Savings } from './savings.js';
import {
  addressesOf,
  copyStimulus,
  inputAddress,
  type StimulusAddresses,
  stimulusBytes,
} from './stimulus-addresses.js';
import { type Workspace, workspaceIn } from './workspace.js';

/** What an evaluator has done since it was made. */
export interface WorkDone {
  /** Genotypes asked for. */
  readonly genotypes: number;
  /** Genotypes among them whose counts were taken from an equal one of the same batch. */
  readonly duplicates: number;
  /** Unit updates, one sample each, that were run; a dense evaluation runs pairs × samples for each genotype. */
  readonly updates: number;
}

export interface WasmEvaluator extends Evaluator {
  readonly work: WorkDone;
}

/** Bytes that one piece of a batch may take in the workspace, beside the program and the stimulus. */
const PIECE_BYTES = 1 << 23;

/** Bytes of one genotype in the order and its spare, and of the digits of a radix pass behind the spare. */
const ORDER_BYTES = 8;
const DIGIT_BYTES = 1024;

/** Batches begin on a line of the cache. */
const aligned = (bytes: number): number => Math.ceil(bytes / 64) * 64;

/** Bit-parallel on vectors of 128 samples, leaving out what `savings` says. */
export function wasmEvaluatorWith(savings: Savings): (...given: Parameters<EvaluatorFactory>) => WasmEvaluator {
  return (system, readings, home) => {
    checkReadings(system, readings);
    return new KernelEvaluator(system, readings, savings, home);
  };
}

/**
 * The fast evaluator: a WebAssembly kernel that works on genomes and stimulus where they lie in the shared memory `home`;
 * those of another memory it copies in, piece by piece.
 *
 * @throws DeviceError where WebAssembly has no SIMD
 */
export const wasmEvaluator = wasmEvaluatorWith(ALL_SAVINGS);

class KernelEvaluator implements WasmEvaluator {
  readonly name = 'wasm';
  readonly work = { genotypes: 0, duplicates: 0, updates: 0 };
  private readonly workspace: Workspace;
  private readonly kernel: Kernel;
  private readonly plan: Plan;
  private readonly cells: number;
  private readonly locusCount: number;
  private image: Image | null = null;
  private words = -1;

  constructor(
    system: System,
    readings: readonly Reading[],
    savings: Savings,
    private readonly home: SharedMemory | undefined,
  ) {
    this.workspace = workspaceIn(home);
    this.kernel = instantiateKernel(this.workspace.memory);
    this.plan = planFor(system, readings, savings);
    this.cells = cellOffsets(readings).at(-1)!;
    this.locusCount = system.genome.locusCount;
  }

  evaluate(loci: Uint32Array, first: number, count: number, stimulus: Stimulus, counts: Uint32Array): void {
    const { cells, locusCount } = this;
    const copied = loci.buffer === this.home?.buffer ? 0 : 4 * locusCount;
    const most = Math.max(1, Math.floor(PIECE_BYTES / (4 * cells + 2 * ORDER_BYTES + copied)));
    for (let done = 0; done < count; done += most) {
      const piece = Math.min(most, count - done);
      this.evaluatePiece(loci, first + done, piece, stimulus, counts.subarray(done * cells, (done + piece) * cells));
    }
  }

  private evaluatePiece(loci: Uint32Array, first: number, count: number, stimulus: Stimulus, counts: Uint32Array) {
    const { home, cells, locusCount, workspace } = this;
    const inPlace = loci.buffer === home?.buffer;
    const stimulusInPlace = stimulus.elements.buffer === home?.buffer;
    const isNew = this.image === null || this.words !== stimulus.words;
    this.image = isNew ? imageOf(this.plan, stimulus.words) : this.image!;
    this.words = stimulus.words;

    const orderAt = this.image.bytes;
    const spareAt = orderAt + aligned(count * ORDER_BYTES);
    const countsAt = spareAt + aligned(count * ORDER_BYTES + DIGIT_BYTES);
    const lociAt = countsAt + aligned(count * cells * 4);
    const stimulusAt = lociAt + aligned(inPlace ? 0 : count * locusCount * 4);
    const bytes = stimulusAt + aligned(stimulusInPlace ? 0 : stimulusBytes(stimulus));
    const { base, lost } = workspace.claim(this, bytes);
    const { memory } = workspace;
    if (isNew || lost) this.image.write(memory, base);

    const addresses = stimulusInPlace ? addressesOf(stimulus) : copyStimulus(memory, base + stimulusAt, stimulus);
    if (!inPlace) {
      const rows = loci.subarray(first * locusCount, (first + count) * locusCount);
      new Uint32Array(memory.buffer, base + lociAt, rows.length).set(rows);
    }
    this.writeInputs(memory, base + this.image.inputsAt, addresses);
    const fields = new Uint32Array(memory.buffer, base, header.HEADER_BYTES / 4);
    fields[header.LOCI / 4] = inPlace ? loci.byteOffset + first * locusCount * 4 : base + lociAt;
    fields[header.COUNT / 4] = count;
    fields[header.ORDER / 4] = base + orderAt;
    fields[header.ORDER_SPARE / 4] = base + spareAt;
    fields[header.COUNTS / 4] = base + countsAt;
    fields[header.NOISE / 4] = stimulus.noise.length > 0 ? addresses.noise : 0;
    this.kernel(base);

    counts.set(new Uint32Array(memory.buffer, base + countsAt, count * cells));
    this.work.genotypes += count;
    this.work.duplicates += fields[header.DUPLICATES_FOUND / 4]!;
    this.work.updates += fields[header.UPDATES / 4]! * stimulus.samples;
  }

  private writeInputs(memory: WebAssembly.Memory, at: number, addresses: StimulusAddresses): void {
    const { inputs } = this.plan.placement;
    const records = new Uint32Array(memory.buffer, at, 2 * inputs.length);
    inputs.forEach((plane, input) => {
      records[2 * input] = inputAddress(plane, addresses, 4 * this.words);
      records[2 * input + 1] = plane.complement ? 0xffffffff : 0;
    });
  }
}
