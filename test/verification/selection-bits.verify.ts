import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { mean, standardError } from '../../src/base/statistics.js';
import { rootKey } from '../../src/base/streams.js';
import { createBreeder } from '../../src/evolution/breeding.js';
import { type BreedAndEvaluate, init, step } from '../../src/evolution/evolution.js';
import type { VariationSpec } from '../../src/scenario/scenario.js';
import { drawGenotype } from '../../src/system/genome.js';
import { runText, temporaryFolder } from '../run/scenario-text.js';
import { oneLocus } from './one-locus.js';

/** Relative fitness of type 1 over type 0, and the probability that a child's bit is redrawn from a fair coin. */
interface Chain {
  readonly size: number;
  readonly advantage: number;
  readonly redrawn: number;
  readonly generations: number;
}

interface ExactBits {
  /** E[Σ_t N B_t] on one island, bits. */
  readonly spent: number;
  /** E[mean over individuals of the last generation of Σ_t log₂(N p_ancestor(t))], bits. */
  readonly descent: number;
  /** D(law of one individual of the last generation ‖ fair coin), bits. */
  readonly held: number;
}

/**
 * The exact law of a Wright–Fisher population of N haploids of two types under proportional selection and mutation
 * (Ewens 2004, Mathematical Population Genetics, section 3.2), begun by N fair coins. Beside the number n of type 1 it
 * carries E[D_a; n], D_a the sum over individuals of type a of the bits along their lines of descent: linear, since a
 * child inherits its parent's bits and parents are drawn independently.
 */
function exactBits({ size, advantage, redrawn, generations }: Chain): ExactBits {
  const choose = (n: number): number[] => {
    const row = [1];
    for (let k = 1; k <= n; k++) row.push((row[k - 1]! * (n - k + 1)) / k);
    return row;
  };
  const [all, others] = [choose(size), choose(size - 1)];
  const binomial = (row: number[], p: number): number[] =>
    row.map((ways, k) => ways * p ** k * (1 - p) ** (row.length - 1 - k));
  let law = binomial(all, 0.5);
  let descent = law.map(() => [0, 0]);
  let spent = 0;
  for (let t = 0; t < generations; t++) {
    const nextLaw = law.map(() => 0);
    const nextDescent = law.map(() => [0, 0]);
    law.forEach((probability, n) => {
      const total = size + advantage * n;
      // Expected parentage of one individual of each type, and of all of that type.
      const parentage = [1 / total, (1 + advantage) / total];
      const count = [size - n, n];
      const share = count.map((members, type) => members * parentage[type]!);
      const bits = parentage.map((p) => Math.log2(size * p));
      spent += probability * size * (share[0]! * bits[0]! + share[1]! * bits[1]!);
      const toOne = [redrawn / 2, 1 - redrawn / 2];
      const one = share[0]! * toOne[0]! + share[1]! * toOne[1]!;
      binomial(all, one).forEach((p, next) => {
        nextLaw[next]! += probability * p;
      });
      const rest = binomial(others, one);
      // Any one child, times N: of type a, from a parent of type b, while the other N − 1 make up the number.
      for (const b of [0, 1]) {
        if (count[b] === 0) continue;
        const inherited = descent[n]![b]! / count[b]! + probability * bits[b]!;
        for (const a of [0, 1]) {
          const chance = size * share[b]! * (a === 1 ? toOne[b]! : 1 - toOne[b]!);
          rest.forEach((p, k) => {
            nextDescent[k + a]![a]! += chance * p * inherited;
          });
        }
      }
    });
    law = nextLaw;
    descent = nextDescent;
  }
  const one = law.reduce((sum, p, n) => sum + (p * n) / size, 0);
  return {
    spent,
    descent: descent.reduce((sum, [zero, one]) => sum + zero! + one!, 0) / size,
    held: one * Math.log2(2 * one) + (1 - one) * Math.log2(2 * (1 - one)),
  };
}

/** The same from the evolution code, each island a replicate. */
async function simulatedBits({ size, advantage, redrawn, generations }: Chain, islands: number, seed: string) {
  const key = rootKey(seed);
  const variation: VariationSpec = {
    mutation: { perGenome: redrawn },
    crossover: { kind: 'none', rate: 0 },
    drive: null,
    copying: null,
  };
  const breed = createBreeder(oneLocus, variation, key);
  const fitnessOf = (loci: Uint32Array): Float64Array => Float64Array.from(loci, (bit) => 1 + bit * advantage);
  const row = (loci: Uint32Array, i: number): Uint32Array => loci.subarray(i, i + 1);
  const breedAndEvaluate: BreedAndEvaluate = async ({ generation, parentLoci, first, second }) => {
    const loci = new Uint32Array(first.length);
    for (let i = 0; i < loci.length; i++) breed(parentLoci, first[i]!, second[i]!, generation, i, row(loci, i));
    return { loci, fitness: fitnessOf(loci) };
  };
  const rules = {
    population: { size, islands, migration: null },
    selection: { scheme: 'proportional' } as const,
    variation,
  };
  let state = await init(async () => {
    const loci = new Uint32Array(size * islands);
    for (let i = 0; i < loci.length; i++) drawGenotype(row(loci, i), oneLocus, key, i);
    return { loci, fitness: fitnessOf(loci) };
  });
  const spent = new Array<number>(islands).fill(0);
  for (let t = 0; t < generations; t++) {
    const next = await step(state, rules, key, breedAndEvaluate);
    next.info.bitsPerParent.forEach((bits, island) => {
      spent[island]! += size * bits;
    });
    state = next.state;
  }
  const descent = spent.map((_, island) => mean(state.descentBits.subarray(island * size, (island + 1) * size)));
  return { spent, descent };
}

describe('bits of selection on the one-locus Wright–Fisher chain', () => {
  const cases: Chain[] = [
    { size: 12, advantage: 0.2, redrawn: 0.05, generations: 40 },
    { size: 40, advantage: 0.05, redrawn: 0.02, generations: 60 },
    { size: 25, advantage: 1.5, redrawn: 0.3, generations: 15 },
  ];
  it.each(cases)(
    'are what the exact law says, and nothing holds more than was spent: $size, $advantage, $redrawn',
    async (chain) => {
      const exact = exactBits(chain);
      const { spent, descent } = await simulatedBits(chain, 4000, `wright-fisher ${chain.size}`);
      for (const [name, values, expected] of [
        ['spent', spent, exact.spent],
        ['descent', descent, exact.descent],
      ] as const) {
        const [value, error] = [mean(values), standardError(values)];
        console.log(
          `N ${chain.size}: ${name} ${value.toFixed(4)} ± ${error.toFixed(4)} bits, exact ${expected.toFixed(4)}`,
        );
        // 3.5 standard errors: six comparisons at a fixed seed, of which one would fail by chance in 360.
        expect(Math.abs(value - expected)).toBeLessThan(3.5 * error);
      }
      console.log(`N ${chain.size}: held ${exact.held.toFixed(4)} bits, exact`);
      expect(exact.held).toBeGreaterThan(0);
      expect(exact.held).toBeLessThan(exact.spent);
    },
  );
});

describe('bits on a line of twelve', () => {
  const folder = temporaryFolder();
  it('hardly depend on the size of the population along the line of descent, and grow with it where they are spent', async () => {
    const run = async (size: number) => {
      const { summary } = await runText(readFileSync('scenarios/10-line.yaml', 'utf8'), folder, {
        overrides: [`population.size=${size}`, 'stop.generations=300', 'measure.every=5'],
        workers: availableParallelism(),
        evaluator: 'wasm',
      });
      const { opening } = summary!.channels[0]!;
      console.log(
        `N ${size}: half open at generation ${opening!.generation} after ${opening!.bitsDescent.mean.toFixed(1)} bits along ` +
          `the line of descent; by the end ${summary!.bitsSpent.mean.toFixed(0)} bits spent`,
      );
      return { descent: opening!.bitsDescent.mean, spent: summary!.bitsSpent.mean };
    };
    const [few, many] = [await run(100), await run(3000)];
    const descentRatio = many.descent / few.descent;
    expect(descentRatio).toBeGreaterThan(1 / 2);
    expect(descentRatio).toBeLessThan(2);
    // About the ratio of sizes, 30.
    expect(many.spent / few.spent).toBeGreaterThan(20);
    expect(many.spent / few.spent).toBeLessThan(45);
  });
});
