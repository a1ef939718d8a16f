import { allocateWords, type SharedMemory } from '../simulate/shared-memory.js';
import { contextStimuliOver, contextStimuliWords, type Stimulus } from '../simulate/stimulus.js';
import { genotypeWords } from '../system/genome.js';
import type { System } from '../system/system.js';
import { pooledOffsets } from './analog/pooled.js';
import { type CouplingPlan, planCoupling, sampleSizes } from './coupling/plan.js';
import { keptScores } from './kept-scores.js';
import type { FootprintReadings, StepReadings, SurveyReadings } from './readings.js';

/** Individuals of each island whose footprints are averaged. */
export const FOOTPRINT_INDIVIDUALS = 64;

/** Blocks of individuals over which the information with weights unknown is jackknifed, at most. */
const MOST_PARTS = 64;

/** Sizes that fix every array of the arena. */
export interface ArenaShape {
  readonly individuals: number;
  readonly islands: number;
  readonly samples: number;
  /** Individuals in one part; parts are the unit of work and of the jackknife, whatever the number of workers. */
  readonly partSize: number;
  readonly parts: number;
  /** Individuals of each island that are footprinted. */
  readonly footprinted: number;
  readonly coupling: CouplingPlan;
}

/** @param prior genotypes of each island's sample of π */
export function arenaShape(
  system: System,
  { size, islands }: { readonly size: number; readonly islands: number },
  { samples, prior }: { readonly samples: number; readonly prior: number },
): ArenaShape {
  const individuals = size * islands;
  const partSize = Math.ceil(individuals / MOST_PARTS);
  return {
    individuals,
    islands,
    samples,
    partSize,
    parts: Math.ceil(individuals / partSize),
    footprinted: Math.min(FOOTPRINT_INDIVIDUALS, size),
    coupling: planCoupling(system, islands, individuals, prior),
  };
}

/**
 * The memory that the main thread and all workers share: genomes in two buffers (parents and children change places
 * each generation), the parents drawn, the stimulus, and what was measured. Typed arrays over shared memory, so a
 * posted arena is the same memory, not a copy. Each part of the population is written by one task only.
 */
export interface Arena {
  readonly shape: ArenaShape;
  /**
   * The one memory that genomes and stimulus lie in, where kernels of all threads can work on them; undefined where they
   * do not fit its 4 GiB, so that each has a memory of its own and kernels must copy.
   */
  readonly home: SharedMemory | undefined;
  /** Two buffers `Uint32Array [individual][locus][word]`. */
  readonly loci: readonly [Uint32Array, Uint32Array];
  /** Parents of each child: `Int32Array [individual]`; second is −1 for an asexual child. */
  readonly first: Int32Array;
  readonly second: Int32Array;
  /** Of the parents: strength of what a drive is toward, over contexts by their weights: `Float64Array [individual]`, bits. */
  readonly payload: Float64Array;
  /** Laid out by {@link arenaStimuli}. */
  readonly stimulusBuffer: Uint32Array;
  /** `Float64Array [individual]`, bits. */
  readonly fitness: Float64Array;
  /** Corrected strength `Float64Array [context][channel][individual]`, bits. */
  readonly strength: Float64Array;
  /** Corrected information with the target `Float64Array [context][channel][individual]`, bits; 0 where nothing is rewarded. */
  readonly rewarded: Float64Array;
  /** `Uint8Array [context][channel][individual]`: 1 where the strength's G-test has p < 0.001. */
  readonly open: Uint8Array;
  /** Of analog units, `Uint8Array [individual]`: 1 where what was measured is not finite. Empty of look-up tables. */
  readonly overflowed: Uint8Array;
  /** Corrected information `Float64Array [context][pair][individual]`, bits, of write port against read port. */
  readonly pairBits: Float64Array;
  /** `Float64Array [context][pair][individual]`: influence of write port on read port. */
  readonly pairInfluence: Float64Array;
  /** What is pooled over the individuals of a part: `Float64Array [context][part][cell]`; laid out by pooledOffsets. */
  readonly pooled: Float64Array;
  /** Corrected information `Float64Array [context][footprint reading][island × footprinted]`, bits. */
  readonly footprint: Float64Array;
  /** `Float64Array [kept score][individual]`, bits: {@link keptScores}. */
  readonly paying: Float64Array;
  /** `Int32Array [island]`: the individual whose constraints are wanted. */
  readonly champions: Int32Array;
  /** `Float64Array [context][island][locus]`: constraint on the champion's loci, bits; NaN where it is not defined. */
  readonly constraint: Float64Array;
  /**
   * Corrected strength on two halves of samples of their own `Float64Array [half][context][channel][place]`, bits: of the
   * population, or of a chunk of blocks of the sample of π. Empty where nothing is coupled.
   */
  readonly halves: Float64Array;
}

type ArrayKind = 'u8' | 'u32' | 'i32' | 'f64';
const BYTES: Record<ArrayKind, number> = { u8: 1, u32: 4, i32: 4, f64: 8 };

/** Length and kind of every array, from which both the arena and its size in bytes follow. */
function plan(
  system: System,
  shape: ArenaShape,
  readings: { step: StepReadings; survey: SurveyReadings; footprint: FootprintReadings },
) {
  const { individuals } = shape;
  const contexts = system.contexts.length;
  const channels = contexts * system.channels.length;
  const pairs = contexts * readings.survey.joint.length;
  const cells = pooledOffsets(system, readings.survey).at(-1)!;
  const words = individuals * genotypeWords(system.genome);
  return {
    loci0: ['u32', words],
    loci1: ['u32', words],
    first: ['i32', individuals],
    second: ['i32', individuals],
    payload: ['f64', individuals],
    stimulus: ['u32', contextStimuliWords(system, shape.samples)],
    fitness: ['f64', individuals],
    strength: ['f64', channels * individuals],
    rewarded: ['f64', channels * individuals],
    open: ['u8', channels * individuals],
    overflowed: ['u8', system.units.kind === 'analog' ? individuals : 0],
    pairBits: ['f64', pairs * individuals],
    pairInfluence: ['f64', pairs * individuals],
    pooled: ['f64', contexts * shape.parts * cells],
    footprint: ['f64', contexts * readings.footprint.readings.length * shape.islands * shape.footprinted],
    paying: ['f64', keptScores(system).length * individuals],
    champions: ['i32', shape.islands],
    constraint: ['f64', contexts * shape.islands * system.genome.locusCount],
    halves: ['f64', 2 * shape.coupling.traits * shape.coupling.places],
  } as const satisfies Record<string, readonly [ArrayKind, number]>;
}

type Plan = ReturnType<typeof plan>;
type FloatName = { [Name in keyof Plan]: Plan[Name] extends readonly ['f64', number] ? Name : never }[keyof Plan];
type AllReadings = Parameters<typeof plan>[2];

/** Bytes of shared memory that a run takes, and of the sample of π that the main thread gathers from it. */
export function arenaBytes(system: System, shape: ArenaShape, readings: AllReadings): number {
  const { genotypes, mutants } = sampleSizes(shape.coupling, shape.islands);
  return Object.values(plan(system, shape, readings)).reduce(
    (sum, [kind, length]) => sum + BYTES[kind] * length,
    2 * BYTES.f64 * shape.coupling.traits * (genotypes + mutants),
  );
}

export function allocateArena(system: System, shape: ArenaShape, readings: AllReadings): Arena {
  const lengths = plan(system, shape, readings);
  const { home, arrays } = allocateWords([lengths.loci0[1], lengths.loci1[1], lengths.stimulus[1]]);
  const u8 = (name: 'open' | 'overflowed') => new Uint8Array(new SharedArrayBuffer(lengths[name][1]));
  const i32 = (name: 'first' | 'second' | 'champions') => new Int32Array(new SharedArrayBuffer(4 * lengths[name][1]));
  const f64 = (name: FloatName) => new Float64Array(new SharedArrayBuffer(8 * lengths[name][1]));
  return {
    shape,
    home,
    loci: [arrays[0]!, arrays[1]!],
    first: i32('first'),
    second: i32('second'),
    payload: f64('payload'),
    stimulusBuffer: arrays[2]!,
    fitness: f64('fitness'),
    strength: f64('strength'),
    rewarded: f64('rewarded'),
    open: u8('open'),
    overflowed: u8('overflowed'),
    pairBits: f64('pairBits'),
    pairInfluence: f64('pairInfluence'),
    pooled: f64('pooled'),
    footprint: f64('footprint'),
    paying: f64('paying'),
    champions: i32('champions'),
    constraint: f64('constraint'),
    halves: f64('halves'),
  };
}

/** The stimuli of the present generation, one of each context, laid over the arena's buffer. */
export function arenaStimuli(arena: Arena, system: System): Stimulus[] {
  return contextStimuliOver(arena.stimulusBuffer, system, arena.shape.samples);
}
