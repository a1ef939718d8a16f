import type { Key } from '../base/streams.js';
import { createBreeder } from '../evolution/breeding.js';
import { influence } from '../information/influence.js';
import { jointInformation } from '../information/joint-information.js';
import { isSignificant, payingBits } from '../information/significance.js';
import type { VariationSpec } from '../scenario/scenario.js';
import { cellOffsets, type Evaluator, type JointReading, type Reading } from '../simulate/evaluator.js';
import { evaluatorNamed } from '../simulate/evaluators.js';
import { drawGenotype } from '../system/genome.js';
import type { System } from '../system/system.js';
import { type Arena, arenaStimulus } from './arena.js';
import { footprintReadings, stepReadings, surveyReadings } from './readings.js';

/** What a worker needs to know once: posted when it starts. Arrays of the arena are shared, the rest is copied. */
export interface ShardContext {
  readonly system: System;
  readonly variation: VariationSpec;
  readonly key: Key;
  readonly evaluator: string;
  readonly arena: Arena;
}

/**
 * One piece of work on individuals [first, first + count) of genome buffer `buffer`; it writes only their places of the
 * arena, so any number of workers may run tasks of one generation at once, and a lost task may be run again.
 */
export interface ShardTask {
  /**
   * draw: the first population from π, measured. breed: children of the parents in the other buffer, measured. survey: the matrix and its pooled counts (whole parts only). footprint: of individuals
   * that are footprinted, the first ones of an island.
   */
  readonly kind: 'draw' | 'breed' | 'survey' | 'footprint';
  readonly generation: number;
  readonly buffer: 0 | 1;
  readonly first: number;
  readonly count: number;
}

export type ShardRunner = (task: ShardTask) => void;

/** Counts that are held at once, at most: 4 MiB. */
const MOST_COUNTS = 1 << 20;

/** An evaluator with the buffer that its counts go to, used by batches that fit it. */
class Counter {
  readonly offsets: readonly number[];
  readonly cells: number;
  readonly batch: number;
  private readonly evaluator: Evaluator;
  private readonly counts: Uint32Array;

  constructor(context: ShardContext, readings: readonly Reading[]) {
    this.offsets = cellOffsets(readings);
    this.cells = this.offsets.at(-1)!;
    this.batch = Math.max(1, Math.min(64, Math.floor(MOST_COUNTS / Math.max(1, this.cells))));
    this.counts = new Uint32Array(this.batch * this.cells);
    this.evaluator = evaluatorNamed(context.evaluator)(context.system, readings);
  }

  /** Calls `use` with each individual's counts, of which its own start at `base`. */
  each(
    context: ShardContext,
    buffer: 0 | 1,
    first: number,
    count: number,
    use: (individual: number, counts: Uint32Array, base: number) => void,
  ): void {
    const stimulus = arenaStimulus(context.arena, context.system);
    const loci = context.arena.loci[buffer];
    for (let start = 0; start < count; start += this.batch) {
      const length = Math.min(this.batch, count - start);
      this.evaluator.evaluate(loci, first + start, length, stimulus, this.counts);
      for (let i = 0; i < length; i++) use(first + start + i, this.counts, i * this.cells);
    }
  }
}

const sides = (reading: JointReading): [number, number] => [1 << reading.source.length, 1 << reading.units.length];

/** Fitness, channel strengths and rewards of individuals: what every generation needs. */
function createMeasure(context: ShardContext) {
  const { arena, system } = context;
  const { individuals, samples } = arena.shape;
  const plan = stepReadings(system);
  const counter = new Counter(context, plan.readings);
  return (buffer: 0 | 1, first: number, count: number): void =>
    counter.each(context, buffer, first, count, (individual, counts, base) => {
      const found = plan.readings.map((reading, r) =>
        jointInformation(counts, base + counter.offsets[r]!, ...sides(reading), samples),
      );
      let fitness = 0;
      system.channels.forEach((channel, c) => {
        const strength = found[plan.strength[c]!]!;
        arena.strength[c * individuals + individual] = strength.corrected;
        arena.open[c * individuals + individual] = isSignificant(strength) ? 1 : 0;
        const rewardedReading = plan.rewarded[c];
        if (rewardedReading === null || rewardedReading === undefined) return;
        const rewarded = found[rewardedReading]!;
        arena.rewarded[c * individuals + individual] = rewarded.corrected;
        fitness += channel.reward! * payingBits(rewarded);
      });
      arena.fitness[individual] = fitness;
    });
}

/** Every write port against every read port: strength, influence, and counts pooled over each part. */
function createSurvey(context: ShardContext) {
  const { arena, system } = context;
  const { individuals, samples, partSize } = arena.shape;
  const plan = surveyReadings(system);
  const counter = new Counter(context, plan.readings);
  return (buffer: 0 | 1, first: number, count: number): void => {
    const firstPart = first / partSize;
    arena.pooled.fill(0, firstPart * counter.cells, Math.ceil((first + count) / partSize) * counter.cells);
    counter.each(context, buffer, first, count, (individual, counts, base) => {
      const part = Math.floor(individual / partSize);
      for (let cell = 0; cell < counter.cells; cell++) {
        arena.pooled[part * counter.cells + cell]! += counts[base + cell]!;
      }
      plan.joint.forEach((r, pair) => {
        const reading = plan.readings[r] as JointReading;
        const found = jointInformation(counts, base + counter.offsets[r]!, ...sides(reading), samples);
        arena.pairBits[pair * individuals + individual] = found.corrected;
        const changed = plan.changes[pair]!.map((change) => counts[base + counter.offsets[change]!]!);
        arena.pairInfluence[pair * individuals + individual] = influence(changed, samples);
      });
    });
  };
}

/** Information between a channel's source and each unit that can reach its sink, for the first of each island. */
function createFootprint(context: ShardContext) {
  const { arena, system } = context;
  const { individuals, islands, samples, footprinted } = arena.shape;
  const plan = footprintReadings(system);
  const counter = new Counter(context, plan.readings);
  const size = individuals / islands;
  return (buffer: 0 | 1, first: number, count: number): void =>
    counter.each(context, buffer, first, count, (individual, counts, base) => {
      const place = Math.floor(individual / size) * footprinted + (individual % size);
      plan.readings.forEach((reading, r) => {
        const found = jointInformation(counts, base + counter.offsets[r]!, ...sides(reading), samples);
        arena.footprint[r * islands * footprinted + place] = found.corrected;
      });
    });
}

/** Builds once, on first use: a run without rows never pays for the survey's evaluator. */
function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** The one place where breeding and evaluation meet, run by every worker and, with `--workers 0`, inline. */
export function createShardRunner(context: ShardContext): ShardRunner {
  const { arena, system, key } = context;
  const { locusCount } = system.genome;
  const measure = lazily(() => createMeasure(context));
  const survey = lazily(() => createSurvey(context));
  const footprint = lazily(() => createFootprint(context));
  const breed = createBreeder(system.genome, context.variation, key);
  const places = (buffer: 0 | 1, individual: number): Uint32Array =>
    arena.loci[buffer].subarray(individual * locusCount, (individual + 1) * locusCount);

  return ({ kind, generation, buffer, first, count }) => {
    if (kind === 'survey') return survey()(buffer, first, count);
    if (kind === 'footprint') return footprint()(buffer, first, count);
    for (let individual = first; individual < first + count; individual++) {
      if (kind === 'draw') drawGenotype(places(buffer, individual), system.genome, key, individual);
      else {
        const parents = arena.loci[buffer === 0 ? 1 : 0];
        const mother = arena.first[individual]!;
        const father = arena.second[individual]!;
        breed(parents, mother, father, generation, individual, places(buffer, individual));
      }
    }
    return measure()(buffer, first, count);
  };
}
