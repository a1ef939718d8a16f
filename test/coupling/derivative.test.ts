import { describe, expect, it } from 'vitest';
import { rootKey, Stream } from '../../src/base/streams.js';
import { studentT } from '../../src/coupling/certificate/student-t.js';
import { type Blocks, eachItsOwn } from '../../src/coupling/derivative/block-sums.js';
import { couplingDerivative, type Sampling } from '../../src/coupling/derivative/derivative.js';
import type { Halves } from '../../src/coupling/derivative/halves.js';
import { type Mutants, mutationalDerivative, slopeFloor } from '../../src/coupling/derivative/mutational.js';
import { effectiveNumber } from '../../src/coupling/derivative/ratio.js';
import { bottleneck } from './bottleneck.js';
import { draw, noisyHalves, normal } from './sample.js';

/** Of channels of one bit. */
const derive = (u: Halves, i: Halves, sampling: Sampling) =>
  couplingDerivative(u, i, sampling, { unintended: 1, intended: 1 });
const deriveOverMutants = (u: Halves, i: Halves, mutants: Mutants) =>
  mutationalDerivative(u, i, mutants, { unintended: 1, intended: 1 });

const stream = (seed: number): Stream => new Stream(rootKey(seed), 6, 0, 0);
const both = (values: ArrayLike<number>) => {
  const exact = Float64Array.from(values);
  return { first: exact, second: exact };
};

const independent = (count: number): Sampling => ({ kind: 'sample', blocks: eachItsOwn(count) });

/** Cov(U, I) / Var(I) by its definition. */
function slowSlope(probability: Float64Array, u: Float64Array, i: Float64Array): number {
  const total = probability.reduce((sum, p) => sum + p, 0);
  const expect = (of: (g: number) => number): number => probability.reduce((sum, p, g) => sum + p * of(g), 0) / total;
  const [eu, ei] = [expect((g) => u[g]!), expect((g) => i[g]!)];
  return expect((g) => (u[g]! - eu) * (i[g]! - ei)) / expect((g) => (i[g]! - ei) ** 2);
}

describe('the coupling derivative', () => {
  it('is Cov/Var of a law that is listed whole, both ways', () => {
    const { probability, intended, unintended } = bottleneck();
    const { forward, reverse } = derive(both(unintended), both(intended), independent(256));
    expect(forward.slope!.value).toBeCloseTo(-0.320115, 6);
    expect(forward.slope!.value).toBeCloseTo(slowSlope(probability, unintended, intended), 12);
    expect(reverse.slope!.value).toBeCloseTo(slowSlope(probability, intended, unintended), 12);
    const mean = intended.reduce((sum, i) => sum + i, 0) / 256;
    expect(mean).toBeCloseTo(0.280639, 6);
  });

  it('leaves out individuals as if they had never been there', () => {
    const s = stream(1);
    const u = Float64Array.from({ length: 90 }, () => normal(s));
    const i = u.map((x) => 0.5 * x + normal(s));
    const slopes = Array.from({ length: 90 }, (_, left) => {
      const others = (values: Float64Array) => values.filter((_, n) => n !== left);
      return slowSlope(new Float64Array(89).fill(1), others(u), others(i));
    });
    const centre = slopes.reduce((sum, slope) => sum + slope, 0) / 90;
    const error = Math.sqrt((89 / 90) * slopes.reduce((sum, slope) => sum + (slope - centre) ** 2, 0));
    expect(derive(both(u), both(i), independent(90)).forward.slope!.standardError).toBeCloseTo(error, 12);
  });

  it('leaves out blocks of unequal sizes as if they had never been there', () => {
    const s = stream(6);
    const u = Float64Array.from({ length: 90 }, () => normal(s));
    const i = u.map((x) => 0.5 * x + normal(s));
    const blocks: Blocks = { blockOf: u.map((_, n) => Math.floor(Math.sqrt(n))), count: 10 };
    const slopes = Array.from({ length: 10 }, (_, left) => {
      const others = (values: Float64Array) => values.filter((_, n) => blocks.blockOf[n] !== left);
      const rest = others(u);
      return slowSlope(new Float64Array(rest.length).fill(1), rest, others(i));
    });
    const centre = slopes.reduce((sum, slope) => sum + slope, 0) / 10;
    const error = Math.sqrt((9 / 10) * slopes.reduce((sum, slope) => sum + (slope - centre) ** 2, 0));
    const { slope } = derive(both(u), both(i), { kind: 'sample', blocks }).forward;
    expect(slope!.standardError).toBeCloseTo(error, 12);
    expect(slope!.degreesOfFreedom).toBe(9);
  });

  it('finds the slope of a Gaussian, free of the noise that the traits share', () => {
    const s = stream(2);
    const n = 20000;
    // Var(I) = 1, Cov(U, I) = 0.3, Var(U) = 0.09 + 0.25.
    const i = Float64Array.from({ length: n }, () => normal(s));
    const u = i.map((x) => 0.3 * x + 0.5 * normal(s));
    const halves = noisyHalves(u, i, 1.5, -0.8, s);
    const { forward, reverse } = derive(halves.unintended, halves.intended, independent(n));
    for (const [{ slope }, truth] of [
      [forward, 0.3],
      [reverse, 0.3 / 0.34],
    ] as const) {
      // Four standard errors: two comparisons, one seed.
      expect(Math.abs(slope!.value - truth)).toBeLessThan(4 * slope!.standardError);
      expect(slope!.standardError).toBeLessThan(0.2);
    }
    // On one half alone: (0.3 − 0.8·2.25) / (1 + 2.25) = −0.46, the wrong sign.
    const { first } = halves.intended;
    const naive = derive(both(halves.unintended.first), both(first), independent(n)).forward.slope!;
    expect(Math.abs(naive.value - (0.3 - 0.8 * 2.25) / 3.25)).toBeLessThan(4 * naive.standardError);
    expect(naive.value).toBeLessThan(-0.3);
  });

  it('takes deviations within islands, so that what differs between islands couples nothing', () => {
    const s = stream(3);
    const island = Uint32Array.from({ length: 3000 }, (_, n) => n % 20);
    const i = Float64Array.from(island, (of) => of + normal(s));
    const u = Float64Array.from(island, (of, n) => 3 * of - 0.5 * (i[n]! - of) + 0.3 * normal(s));
    const within = derive(both(u), both(i), { kind: 'islands', blocks: { blockOf: island, count: 20 } }).forward.slope!;
    expect(Math.abs(within.value + 0.5)).toBeLessThan(4 * within.standardError);
    expect(within.standardError).toBeLessThan(0.02);
    expect(within.degreesOfFreedom).toBe(19);
    expect(derive(both(u), both(i), independent(3000)).forward.slope!.value).toBeGreaterThan(2.5);
  });

  it('is not defined where I does not vary, varies by noise alone, or in few individuals', () => {
    const s = stream(4);
    const u = Float64Array.from({ length: 500 }, () => normal(s));
    const constant = derive(both(u), both(new Float64Array(500)), independent(500));
    expect(constant.forward).toMatchObject({ slope: null, defined: false, effective: 0 });
    expect(constant.forward.reason).toContain('does not vary');
    expect(constant.reverse).toMatchObject({ slope: { value: 0 }, defined: true });
    const noise = noisyHalves(u, new Float64Array(500), 0.1, 0.9, s);
    expect(derive(noise.unintended, noise.intended, independent(500)).forward.reason).toContain('standard errors');
    const rare = Float64Array.from({ length: 500 }, (_, n) => (n % 50 === 0 ? 1 : 0));
    expect(derive(both(u), both(rare), independent(500)).forward.reason).toContain('too few');
  });

  it('has intervals that cover the truth on the law of the bottleneck, wherever it is defined', () => {
    const { probability, intended, unintended } = bottleneck();
    const truth = slowSlope(probability, unintended, intended);
    const s = stream(5);
    let [defined, covered] = [0, 0];
    for (let trial = 0; trial < 1000; trial++) {
      const genotypes = draw(probability, 120, s);
      const pick = (of: Float64Array) => Float64Array.from(genotypes, (g) => of[g]!);
      const halves = noisyHalves(pick(unintended), pick(intended), 0.15, 0.7, s);
      const { slope } = derive(halves.unintended, halves.intended, independent(120)).forward;
      if (slope === null) continue;
      defined++;
      if (Math.abs(slope.value - truth) <= studentT(0.025, slope.degreesOfFreedom) * slope.standardError) covered++;
    }
    expect(defined).toBeGreaterThan(500);
    // 95 % nominal; 1000 trials leave a standard error of 0.7 %.
    expect(covered / defined).toBeGreaterThan(0.9);
    expect(covered / defined).toBeLessThan(0.99);
  });
});

describe('rare traits', () => {
  const sparse = (count: number, every: number, value: number, offset: number) =>
    Float64Array.from({ length: count }, (_, n) => (n % every === offset ? value : 0));

  it('do not define a slope where all of them together vary less than half of one whole channel would', () => {
    const u = sparse(1000, 2, 1, 1);
    const weak = derive(both(u), both(sparse(1000, 4, 0.05, 0)), independent(1000)).forward;
    // 250 · 0.05² · (1 − 1/4) = 0.47 bits².
    expect(weak).toMatchObject({ slope: null, defined: false });
    expect(weak.reason).toContain('less in all than half of what one with the whole channel');
    expect(weak.effective).toBeGreaterThan(20);
    expect(derive(both(u), both(sparse(1000, 4, 0.08, 0)), independent(1000)).forward.defined).toBe(true);
    const two = couplingDerivative(both(u), both(sparse(1000, 4, 0.08, 0)), independent(1000), {
      unintended: 1,
      intended: 2,
    });
    expect(two.forward.defined).toBe(false);
  });

  it('have the error of independent traits where they have not coincided, or seldom would', () => {
    // 25 of 500 each, no two together: 1.25 coincidences would be expected.
    const [u, i] = [sparse(500, 20, 0.8, 3), sparse(500, 20, 0.9, 0)];
    const { slope } = derive(both(u), both(i), independent(500)).forward;
    expect(slope!.value).toBeLessThan(0);
    // √(Var U / (n Var I)) = 0.8 / 0.9 / √500
    expect(slope!.standardError).toBeCloseTo(0.8 / 0.9 / Math.sqrt(500), 12);
    // Islands are kin, of whom nothing is by chance: left out one by one, they tell their own error.
    const island: Blocks = { blockOf: u.map((_, n) => Math.floor(n / 50)), count: 10 };
    const within = derive(both(u), both(i), { kind: 'islands', blocks: island }).forward.slope!;
    expect(within.standardError).toBeLessThan(0.02);
  });

  it('have fewer degrees of freedom where the error is carried by few, but never fewer than three', () => {
    const i = Float64Array.from({ length: 400 }, (_, n) => n % 2);
    const u = i.map((value, n) => value + (n < 6 ? 3 * (n % 2) : 0));
    const { slope, effective } = derive(both(u), both(i), independent(400)).forward;
    expect(effective).toBeCloseTo(400, 6);
    // Three of them carry nearly all of the error.
    expect(slope!.degreesOfFreedom).toBe(3);
    const all = i.map((value, n) => value + (n % 4 < 2 ? 0.1 : -0.1));
    expect(derive(both(all), both(i), independent(400)).forward.slope!.degreesOfFreedom).toBeGreaterThan(100);
  });
});

describe('the mutational coupling derivative', () => {
  // Two genotypes out of three have mutants that change I; their own slopes are −1 and 3.
  const genotypeOf = Array.from({ length: 180 }, (_, n) => n % 60);
  const blocks: Blocks = { blockOf: genotypeOf, count: 60 };
  const mutants = { genotypeOf: blocks, blocks };
  const di = Float64Array.from(genotypeOf, (g) => (g % 3 === 0 ? 0 : g % 3 === 1 ? 0.2 : 0.1));
  const du = Float64Array.from(genotypeOf, (g, n) => (g % 3 === 0 ? 0.5 : g % 3 === 1 ? -1 : 3) * di[n]!);

  it('is E[ΔU ΔI]/E[ΔI²], with the slopes of single genotypes beside it', () => {
    const { forward, local } = deriveOverMutants(both(du), both(di), { ...mutants, floor: 0 });
    // (60·(−1)·0.04 + 60·3·0.01) / (60·0.04 + 60·0.01)
    expect(forward.slope!.value).toBeCloseTo(-0.2, 12);
    expect(local).toMatchObject({ defined: 40, genotypes: 60, negative: 20 });
    expect(local.quantiles![0]).toBeCloseTo(-1, 12);
    expect(local.quantiles![2]).toBeCloseTo(1, 12);
    expect(local.quantiles![4]).toBeCloseTo(3, 12);
    expect(deriveOverMutants(both(du), both(di), { ...mutants, floor: 0.02 }).local).toMatchObject({ defined: 20 });
  });

  it('has a floor above what sampling gives: 3 · 2 · 1.03² b² / (S √m), none without samples', () => {
    expect(slopeFloor(4096, 1, 16)).toBeCloseTo((3 * 2 * 1.03 ** 2) / 4096 / 4, 12);
    expect(slopeFloor(4096, 3, 16)).toBeCloseTo(9 * slopeFloor(4096, 1, 16), 12);
    expect(slopeFloor(null, 1, 16)).toBe(0);
  });

  it('is not defined without changes of I, and has no local slopes then', () => {
    const { forward, local } = deriveOverMutants(both(du), both(new Float64Array(180)), { ...mutants, floor: 0 });
    expect(forward).toMatchObject({ slope: null, defined: false });
    expect(local).toMatchObject({ defined: 0, quantiles: null });
  });
});

it('the effective number is n for n equal shares', () => {
  expect(effectiveNumber(Float64Array.of(2, 2, 2, 0))).toBeCloseTo(3, 12);
  expect(effectiveNumber(new Float64Array(5))).toBe(0);
});
