import { SAMPLES_PER_WORD } from '../../../base/planes.js';
import type { RolloutPlan } from '../rollout-plan.js';
import { composedPlan } from './compose-plan.js';
import { numbersToCount } from './count.js';
import { groupsOf } from './groups.js';

/** Bytes of one float32 or int32. */
const NUMBER = 4;

/** Whole numbers below this are exact in float32: an index into all table bits of a tile. */
const EXACT = 2 ** 24;

/** What is rolled out at once: so many genotypes on so many words of samples. */
export interface Tile {
  readonly genotypes: number;
  readonly words: number;
}

/** Numbers held at most in one genotype and sample of a tile: while a tick advances, or while a group is counted. */
function numbersPerSample(plan: RolloutPlan): number {
  const { inputPlanes, ticks } = composedPlan(plan);
  const { groups } = groupsOf(plan);
  const inputs = inputPlanes.length;
  const steps = Math.max(0, ...ticks.map((tick) => tick.steps));
  const kept = ticks.reduce((sum, tick) => sum + tick.kept.length, 0);
  // Inputs and kept states; both again, and the tick before, in one list of rows; index, term, its double, outcome.
  const advancing = inputs + kept + steps + (inputs + steps) + 4 * steps;
  const counting = 2 * (inputs + kept) + Math.max(0, ...groups.map(numbersToCount));
  return Math.max(advancing, counting);
}

/** Numbers held at most in each plane and sample while a stimulus is unpacked: the bits, their stack, their cast, rows. */
const UNPACKING = 4;

function tileBytes(plan: RolloutPlan, { genotypes, words }: Tile): number {
  const perSample = UNPACKING * (plan.planes + 1) + genotypes * numbersPerSample(plan);
  // Cells as they are counted, put together, in order, turned, made whole and added up.
  const perGenotype = UNPACKING * tableBits(plan) + 6 * plan.cells;
  return (words * SAMPLES_PER_WORD * perSample + genotypes * perGenotype) * NUMBER;
}

/** Bits of all tables of one genotype. */
function tableBits({ system, slots }: RolloutPlan): number {
  const { locusCount, bitsPerLocus, locusOfUnit } = system.genome;
  const fixed = new Set(slots.steps.map(({ unit }) => unit).filter((unit) => locusOfUnit[unit] === -1));
  return (locusCount + fixed.size) * bitsPerLocus;
}

/** The largest tile within `budget` bytes, at least one genotype on one word: all samples first, then genotypes. */
export function chooseTile(plan: RolloutPlan, genotypes: number, words: number, budget: number): Tile {
  const largest = (most: number, fits: (size: number) => boolean): number => {
    let [size, beyond] = [1, most + 1];
    while (beyond - size > 1) {
      const middle = (size + beyond) >> 1;
      if (fits(middle)) size = middle;
      else beyond = middle;
    }
    return Math.min(size, most);
  };
  const tiled = largest(words, (size) => tileBytes(plan, { genotypes: 1, words: size }) <= budget);
  const together = largest(
    genotypes,
    (size) =>
      tileBytes(plan, { genotypes: size, words: tiled }) <= budget && size * Math.max(1, tableBits(plan)) < EXACT,
  );
  return { genotypes: together, words: tiled };
}

/** Bytes that a call takes at most, what it is given included: a fixed part and as much more for every genotype. */
export function bytesOfCall(plan: RolloutPlan, genotypes: number, words: number, budget: number): number {
  const fixed = plan.neighbours.length + plan.planes * words;
  const perGenotype = plan.system.genome.locusCount + 2 * plan.cells;
  const tile = Math.max(budget, tileBytes(plan, { genotypes: 1, words: 1 }));
  return (fixed + genotypes * perGenotype) * NUMBER + tile;
}
