import { type Key, Purpose, Stream } from '../../../base/streams.js';
import type { Proposals } from '../../../pressure/splitting/problem.js';
import { unitComplements } from '../../../system/complement.js';
import { genotypeWords } from '../../../system/genome.js';
import type { System } from '../../../system/system.js';
import { writeTies } from '../../../system/ties.js';
import { analogMoves } from './analog.js';
import { complementUnit } from './complement.js';
import { exchangeBlocks } from './exchange.js';
import type { SingleMove } from './moves.js';
import { flipBit, redrawBits, redrawTables } from './redraw.js';

/** Share of the pairs that exchange something; the others move each by itself. */
const EXCHANGING = 1 / 16;

/** Of what there is, the largest part that one move redraws: more would seldom leave a channel that runs through it. */
const LARGEST_PART = 1 / 16;

/** first, 2 · first, 4 · first, … up to `most`, at least the first. */
function powersOfTwo(first: number, most: number): number[] {
  const sizes = [first];
  while (2 * sizes.at(-1)! <= most) sizes.push(2 * sizes.at(-1)!);
  return sizes;
}

/**
 * The moves of one genotype, equally often taken: small ones that nearly every level lets pass and large ones that take a
 * particle far in one step, since which of them mixes best changes with the level and the lattice. A prior over families
 * of tables has no moves of single bits.
 */
function singleMoves(system: System): SingleMove[] {
  const { genome } = system;
  const { locusCount, bitsPerLocus, prior } = genome;
  if (locusCount === 0) return [() => 1];
  const counts = powersOfTwo(1, locusCount * LARGEST_PART);
  if (prior.kind === 'normal') return analogMoves(system, counts);
  const moves = counts.map((count) => redrawTables(genome, count));
  // A complement permutes a table's bits, which must not carry copies to free places.
  const tied = new Set(genome.ties.map(({ to }) => to));
  const complements = unitComplements(system).filter((tables) => !tables.some(({ locus }) => tied.has(locus)));
  if (complements.length > 0) moves.push(complementUnit(genome, complements));
  if (prior.kind !== 'bit') return moves;
  const redraws = powersOfTwo(2, locusCount * bitsPerLocus * LARGEST_PART);
  return [...moves, flipBit(genome, prior.bit), ...redraws.map((count) => redrawBits(genome, prior.bit, count))];
}

/** A random order of 0 … count − 1 (Fisher and Yates), written into `order`. */
function shuffle(order: Int32Array, stream: Stream): void {
  for (let i = 0; i < order.length; i++) order[i] = i;
  for (let last = order.length - 1; last > 0; last--) {
    const other = stream.nextBelow(last + 1);
    const moved = order[last]!;
    order[last] = order[other]!;
    order[other] = moved;
  }
}

/**
 * The `propose` of a lattice (see SplittingProblem): particles are paired at random; a pair exchanges a block of loci, or
 * each of the two makes a move of its own. Every draw is addressed by key and particle.
 */
export function createProposer(system: System) {
  const { ties } = system.genome;
  const words = genotypeWords(system.genome);
  const moves = singleMoves(system);
  const exchange = exchangeBlocks(system);
  let order = new Int32Array(0);

  return (genotypes: Uint32Array, count: number, proposals: Proposals, key: Key): void => {
    const { genotypes: loci, partner, ratio } = proposals;
    loci.set(genotypes.subarray(0, count * words));
    partner.fill(-1);
    ratio.fill(1);
    if (order.length !== count) order = new Int32Array(count);
    shuffle(order, new Stream(key, Purpose.splitting, 2, 0));
    for (let place = 0; place < count; place++) {
      const particle = order[place]!;
      const stream = new Stream(key, Purpose.splitting, 1, particle);
      const isFirstOfPair = place % 2 === 0 && place + 1 < count;
      if (exchange !== null && isFirstOfPair && stream.nextUnit() < EXCHANGING) {
        const other = order[++place]!;
        exchange(loci, particle * words, other * words, stream);
        partner[particle] = other;
        partner[other] = particle;
      } else {
        ratio[particle] = moves[stream.nextBelow(moves.length)]!(loci, particle * words, stream);
      }
    }
    // Moves leave the law of the free bits as it is, whatever they write at tied ones.
    for (let particle = 0; particle < count; particle++) writeTies(loci, particle * words, ties);
  };
}
