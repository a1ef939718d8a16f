import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { beyondReach, leastProbabilityBetween } from '../../src/coupling/certificate/bounds.js';
import { certifyByEnumeration } from '../../src/coupling/certificate/enumerated.js';
import { eachItsOwn } from '../../src/coupling/derivative/block-sums.js';
import { couplingDerivative, type Sampling } from '../../src/coupling/derivative/derivative.js';
import type { Halves } from '../../src/coupling/derivative/halves.js';
import { bottleneck } from './bottleneck.js';

/** Of channels of one bit. */
const derive = (u: Halves, i: Halves, sampling: Sampling) =>
  couplingDerivative(u, i, sampling, { unintended: 1, intended: 1 });

const text = readFileSync('docs/theory.md', 'utf8');
const sample = (count: number): Sampling => ({ kind: 'sample', blocks: eachItsOwn(count) });
const law = (probability: number[], fitness: number[], trait: number[]) => ({
  probability: Float64Array.from(probability),
  fitness: Float64Array.from(fitness),
  trait: Float64Array.from(trait),
});
/** κ of a law whose probabilities are whole numbers of hundredths, from that many individuals. */
function kappa({ probability, fitness, trait }: ReturnType<typeof law>): number {
  const copies = [...probability].flatMap((p, g) => new Array<number>(Math.round(100 * p)).fill(g));
  // Twenty of each: the slope is the same, and the rare ones are enough of them for it to be defined.
  const all = Array.from({ length: 20 }, () => copies).flat();
  const [u, i] = [trait, fitness].map((of) => Float64Array.from(all, (g) => of[g]!));
  return derive({ first: u!, second: u! }, { first: i!, second: i! }, sample(all.length)).forward.slope!.value;
}

describe('the examples of docs/theory.md', () => {
  it('Theorem 1 without Theorem 2', () => {
    expect(text).toContain('probabilities ½, ¼, ¼ and U = 0.5, 0.1, 0.3');
    const { levels, monotone, verdict } = certifyByEnumeration(law([2, 1, 1], [0, 1, 2], [0.5, 0.1, 0.3]), 0, 0);
    const means = levels.map(({ meanAbove }) => Number(meanAbove.toFixed(12)));
    expect([verdict, monotone.holds]).toEqual(['certified', false]);
    expect(text).toContain(`E[U] is ${means[0]} under π and ${means[1]} and ${means[2]} from 1 and 2 on`);
    expect(text).toContain(`m rises by ${monotone.rise!.toFixed(1)} from 1 to 2`);
  });

  it('a negative slope beside a mean that rises', () => {
    expect(text).toContain('probabilities 0.5, 0.49, 0.01 and U = 0.5, 0, 1');
    const rare = law([0.5, 0.49, 0.01], [0, 1, 2], [0.5, 0, 1]);
    const { levels } = certifyByEnumeration(rare, 0, 0);
    const slope = kappa(rare).toFixed(3).replace('-', '−');
    expect(text).toContain(`κ is ${slope}, and E[U | F ≥ 2] is ${levels[2]!.meanAbove}`);
  });

  it('the bottleneck', () => {
    const { probability, intended, unintended } = bottleneck();
    const { levels, verdict, monotone } = certifyByEnumeration(
      { probability, fitness: intended, trait: unintended },
      0,
      0,
    );
    const halves = (of: Float64Array) => ({ first: of, second: of });
    const slope = derive(halves(unintended), halves(intended), sample(256)).forward.slope!.value;
    const prior = levels[0]!.meanAbove.toFixed(6);
    expect((intended.reduce((sum, i) => sum + i, 0) / 256).toFixed(6)).toBe(prior);
    expect(text).toContain(`E[I] = E[U] = ${prior}, κ = ${slope.toFixed(6).replace('-', '−')}`);
    const from = levels.find(({ threshold }) => threshold >= 0.3112)!.meanAbove.toFixed(6);
    expect(text).toContain(`E[U | I ≥ 0.3112] = ${from} and E[U | I = 1] = ${levels.at(-1)!.mean}`);
    expect([verdict, monotone.holds]).toEqual(['certified', true]);
  });

  it('the bounds', () => {
    const bound = (0.05 / leastProbabilityBetween(0.05, 0.05, 0.1, 1)).toFixed(1);
    expect(text).toContain(`the bound is ${bound} and the truth ${(0.15 / 0.2).toFixed(2)}`);
    // u = 0.01 with a quarter of π from t_j on, an eighth from t_{j+1} on.
    expect(0.0025 / leastProbabilityBetween(0.0025, 0.00125, 0.125, 1)).toBeCloseTo(0.0198, 4);
    expect(beyondReach(40, 9, 1)).toBe(0.25);
  });
});
