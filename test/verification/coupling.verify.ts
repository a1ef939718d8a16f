import { describe, expect, it } from 'vitest';
import { nextUp } from '../../src/base/next-up.js';
import { rootKey, Stream } from '../../src/base/streams.js';
import { certifyBySplitting } from '../../src/coupling/certificate/by-splitting.js';
import { certifyByEnumeration } from '../../src/coupling/certificate/enumerated.js';
import { studentT } from '../../src/coupling/certificate/student-t.js';
import { eachItsOwn } from '../../src/coupling/derivative/block-sums.js';
import { couplingDerivative, type Sampling } from '../../src/coupling/derivative/derivative.js';
import type { Halves } from '../../src/coupling/derivative/halves.js';
import { bottleneck } from '../coupling/bottleneck.js';
import { idealSplitting } from '../coupling/ideal-splitting.js';
import { draw, noisyHalves } from '../coupling/sample.js';

/** Of channels of one bit. */
const derive = (u: Halves, i: Halves, sampling: Sampling) =>
  couplingDerivative(u, i, sampling, { unintended: 1, intended: 1 });

const { probability, intended, unintended } = bottleneck();
const stream = new Stream(rootKey(1), 6, 0, 0);

describe("the coupling derivative's errors on the law of the bottleneck", () => {
  it.each([
    [60, 0.05],
    [60, 0.2],
    [200, 0.05],
    [200, 0.2],
    [1000, 0.3],
  ])('cover with %d genotypes and noise %d on each half', (count, noise) => {
    const trials = 2000;
    let [defined, covered] = [0, 0];
    for (let trial = 0; trial < trials; trial++) {
      const genotypes = draw(probability, count, stream);
      const pick = (of: Float64Array) => Float64Array.from(genotypes, (g) => of[g]!);
      const halves = noisyHalves(pick(unintended), pick(intended), noise, 0.7, stream);
      const { slope } = derive(halves.unintended, halves.intended, {
        kind: 'sample',
        blocks: eachItsOwn(count),
      }).forward;
      if (slope === null) continue;
      defined++;
      const reach = studentT(0.025, slope.degreesOfFreedom) * slope.standardError;
      if (Math.abs(slope.value + 0.32011477) <= reach) covered++;
    }
    const share = defined === 0 ? 'none' : (covered / defined).toFixed(4);
    console.log(`${count} genotypes, noise ${noise}: defined ${defined} of ${trials}, 95 % intervals hold ${share}`);
    // 60 noisy genotypes seldom are 20 effective ones: few are defined then, and the room below says how few.
    expect(defined).toBeGreaterThan(40);
    // 90 to 99 % is what is promised; two binomial standard errors of the trials that are defined.
    const room = 2 * Math.sqrt((0.05 * 0.95) / defined);
    expect(covered / defined).toBeGreaterThan(0.9 - room);
    expect(covered / defined).toBeLessThan(0.99 + room);
  });
});

describe('the certificate by splitting at the boundary, on the law of the bottleneck', () => {
  // A trait that is coupled to the signal, and has all of it where the signal is whole.
  const law = { probability, fitness: intended, trait: intended.map((i, g) => Math.max(i ** 2, unintended[g]!)) };
  it.each([50, 200])('is falsely certified or refuted no more often than alpha, %d particles', (particles) => {
    const { levels, rise } = certifyByEnumeration(law, 0, 0);
    const grid = levels.flatMap(({ threshold }) => [threshold, nextUp(threshold)]).slice(0, -1);
    const trials = 200;
    let [certified, refuted] = [0, 0];
    for (let seed = 0; seed < trials; seed++) {
      const curve = idealSplitting(law, grid, 16, particles, stream);
      const judge = (margin: number) => certifyBySplitting(curve, { margin, alpha: 0.05, claims: 1, most: 1 }).verdict;
      if (judge(rise - 1e-9) === 'certified') certified++;
      if (judge(rise + 1e-9) === 'refuted') refuted++;
    }
    console.log(
      `${particles} particles, rise ${rise.toFixed(4)}: false certified ${certified}, refuted ${refuted} of ${trials}`,
    );
    // alpha = 5 %, and two binomial standard errors of 3.1.
    expect(certified).toBeLessThanOrEqual(16);
    expect(refuted).toBeLessThanOrEqual(16);
  });
});
