import { describe, expect, it } from 'vitest';
import { nextUp } from '../../src/base/next-up.js';
import { rootKey, Stream } from '../../src/base/streams.js';
import { beyondReach, leastProbabilityBetween, unseen } from '../../src/coupling/certificate/bounds.js';
import { certifyBySplitting } from '../../src/coupling/certificate/by-splitting.js';
import { ratioInterval } from '../../src/coupling/certificate/ratio-interval.js';
import { studentT } from '../../src/coupling/certificate/student-t.js';
import { idealSplitting } from './ideal-splitting.js';
import { normal } from './sample.js';

const stream = (seed: number): Stream => new Stream(rootKey(seed), 6, 0, 0);

/** E[U] = 0.275; E[U | F ≥ 1] = 0.45; E[U | F ≥ 2] = 0.7. */
const COUPLED = {
  probability: Float64Array.of(4, 2, 1, 1),
  fitness: Float64Array.of(0, 1, 2, 2),
  trait: Float64Array.of(0.1, 0.2, 0.9, 0.5),
};
const RISE = 0.425;
/** All distinct values of F, and right above them: nothing lies between. */
const GRID = [0, nextUp(0), 1, nextUp(1), 2];
const judge = (margin: number) => ({ margin, alpha: 0.05, claims: 1, most: 1 });

describe('the certificate by splitting', () => {
  it("takes Student's t from its table", () => {
    // t at 15 degrees of freedom, upper tails 2.5 % and 0.25 % (any table of the distribution).
    expect(studentT(0.025, 15)).toBeCloseTo(2.13145, 5);
    expect(studentT(0.0025, 15)).toBeCloseTo(3.28604, 5);
  });

  it('certifies below the rise never, above it where the evidence is enough, and says what is missing between', () => {
    const curve = idealSplitting(COUPLED, GRID, 16, 400, stream(1));
    const refuted = certifyBySplitting(curve, judge(0.2));
    expect(refuted).toMatchObject({ verdict: 'refuted', needed: null });
    expect(GRID[refuted.witness]).toBeGreaterThan(1);
    const certified = certifyBySplitting(curve, judge(0.6));
    expect(certified.verdict).toBe('certified');
    expect(certified.margin).toBeGreaterThan(0);
    const undecided = certifyBySplitting(curve, judge(RISE));
    expect(undecided.verdict).toBe('undecided');
    expect(undecided.needed).toContain('more repeats or particles');
    const last = certified.levels.at(-1)!;
    // 16 × 400 draws of U with standard deviation 0.2 there, 0.3 under π.
    expect(Math.abs(last.mean - 0.7)).toBeLessThan(4 * (0.2 / 80));
    expect(Math.abs(last.rise.estimate - RISE)).toBeLessThan(4 * (0.36 / 80));
    expect(Math.abs(last.bits - 2)).toBeLessThan(0.1);
  });

  it('does not take the grid for all thresholds: what may lie between counts', () => {
    // U sits right below F = 2, where a coarse grid does not look: E[U | F ≥ 1.9] = 0.5, and 1/6 from 1 on.
    const hidden = {
      probability: Float64Array.of(4, 4, 1, 1),
      fitness: Float64Array.of(0, 1, 1.9, 2),
      trait: Float64Array.of(0.15, 0, 1, 0),
    };
    const curve = idealSplitting(hidden, [0, nextUp(0), 1, 2], 16, 2000, stream(2));
    const coarse = certifyBySplitting(curve, judge(0.2));
    expect(coarse.verdict).toBe('undecided');
    expect(coarse.needed).toMatch(/^a margin of [\d.]+: between F >= 1 and F >= 2 nothing was looked at/);
    const finer = idealSplitting(hidden, [0, nextUp(0), 1, 1.9, 2], 16, 2000, stream(2));
    expect(certifyBySplitting(finer, judge(0.2)).verdict).toBe('refuted');
  });

  it('is undecided where no repeat, or one alone, came to a threshold', () => {
    const curve = idealSplitting(COUPLED, GRID, 16, 400, stream(3));
    const lonely = { ...curve, probability: curve.probability.map((p, r) => (r === 0 ? p : [...p.slice(0, 4), 0])) };
    expect(certifyBySplitting(lonely, judge(0.9)).needed).toContain('how rare F >= 2 is cannot be told');
    const none = { ...curve, probability: curve.probability.map((p) => [...p.slice(0, 4), 0]) };
    expect(certifyBySplitting(none, judge(0.9))).toMatchObject({ verdict: 'undecided', margin: null });
  });

  it('refuses too few repeats, and thresholds out of order', () => {
    const curve = idealSplitting(COUPLED, GRID, 15, 10, stream(4));
    expect(() => certifyBySplitting(curve, judge(0))).toThrow('at least 16');
    const turned = { ...idealSplitting(COUPLED, GRID, 16, 10, stream(4)), thresholds: [2, 1, 0, -1, -2] };
    expect(() => certifyBySplitting(turned, judge(0))).toThrow('ascending');
  });

  it('divides alpha by its thresholds and by the claims that are judged at once', () => {
    const curve = idealSplitting(COUPLED, GRID, 16, 400, stream(8));
    const { levels } = certifyBySplitting(curve, { ...judge(0.2), claims: 3 });
    const p = curve.probability.map((own) => own[4]!);
    const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / 16;
    const [prior, total] = [average(curve.priorMean), average(p)];
    const above = p.map((own, r) => own * (curve.mean[r]![4]! - prior) - total * (curve.priorMean[r]! - prior));
    const { lower, upper } = ratioInterval(above, p, studentT(0.05 / (5 * 3), 15));
    expect(levels[4]!.rise.lower).toBeCloseTo(lower!, 12);
    expect(levels[4]!.rise.upper).toBeCloseTo(upper!, 12);
    // Nothing lies beyond the last threshold but what no particle showed.
    expect(levels[4]!.bound.upper).toBeCloseTo(upper! + Math.log(300) / (16 * 400), 12);
  });

  it('does not certify a rise that so few particles may well not have shown', () => {
    // U is 1 in 1.1 % of what lies above 0, and 0 elsewhere: 160 particles show none of it in 17 % of all trials, and repeats
    // that show the same do not scatter.
    const rare = {
      probability: Float64Array.of(1000, 989, 11),
      fitness: Float64Array.of(0, 1, 1),
      trait: Float64Array.of(0, 0, 1),
    };
    const s = stream(9);
    let [certified, silent] = [0, 0];
    for (let trial = 0; trial < 200; trial++) {
      const curve = idealSplitting(rare, [0, nextUp(0)], 16, 10, s);
      if (curve.mean.every((means) => means[1] === 0)) silent++;
      if (certifyBySplitting(curve, judge(0.005)).verdict === 'certified') certified++;
    }
    // (1 − 0.011)^160 of 200 = 34, three binomial standard errors of 5.3; 5 % of 200, and two of 3.1.
    expect(Math.abs(silent - 34)).toBeLessThan(16);
    expect(certified).toBeLessThanOrEqual(16);
    // As many more as the margin asks for are enough, were there still none.
    const none = { ...idealSplitting(rare, [0, nextUp(0)], 16, 10, s), priorMean: new Array<number>(16).fill(0) };
    const zero = { ...none, mean: none.mean.map(() => [0, 0]) };
    expect(certifyBySplitting(zero, judge(0.005)).verdict).toBe('undecided');
    expect(certifyBySplitting({ ...zero, particles: [16000, 16000] }, judge(0.005)).verdict).toBe('certified');
  });

  it('certifies a fall at a margin of 0: at the prior nothing has risen, whatever was not shown there', () => {
    const falling = { ...COUPLED, trait: Float64Array.of(0.9, 0.2, 0.1, 0.1) };
    const fell = certifyBySplitting(idealSplitting(falling, GRID, 16, 400, stream(10)), judge(0));
    expect(fell).toMatchObject({ verdict: 'certified', margin: 0, witness: 0 });
  });

  it('at the boundary itself certifies and refutes falsely no more often than alpha', () => {
    const s = stream(5);
    let [certified, refuted] = [0, 0];
    for (let seed = 0; seed < 200; seed++) {
      const curve = idealSplitting(COUPLED, GRID, 16, 60, s);
      // Just above the boundary: the truth exceeds the margin; just below: it does not.
      if (certifyBySplitting(curve, judge(RISE - 1e-9)).verdict === 'certified') certified++;
      if (certifyBySplitting(curve, judge(RISE + 1e-9)).verdict === 'refuted') refuted++;
    }
    // 5 % of 200, and two binomial standard errors of 3.1.
    expect(certified).toBeLessThanOrEqual(16);
    expect(refuted).toBeLessThanOrEqual(16);
  });
});

describe('the limits of a ratio', () => {
  it('are where the mean of A − ρ G is t standard errors from 0', () => {
    const [above, below] = [
      [1, 2, 4, 3],
      [2, 3, 5, 5],
    ];
    const { lower, upper, estimate } = ratioInterval(above, below, 2);
    expect(estimate).toBeCloseTo(10 / 15, 12);
    for (const [limit, sign] of [
      [lower!, 1],
      [upper!, -1],
    ] as const) {
      const rest = above.map((a, r) => a - limit * below[r]!);
      const mean = rest.reduce((sum, x) => sum + x, 0) / 4;
      const error = Math.sqrt(rest.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 3 / 4);
      expect(mean).toBeCloseTo(sign * 2 * error, 12);
    }
    expect(ratioInterval([1, 0, 0, 0], [1, 0, 0, 0], 2)).toMatchObject({ lower: null, upper: null });
  });

  it('cover the truth by Student s t where both means are noisy', () => {
    const s = stream(6);
    let missed = 0;
    for (let trial = 0; trial < 2000; trial++) {
      const below = Array.from({ length: 16 }, () => 1 + 0.5 * normal(s));
      const { upper } = ratioInterval(
        below.map((g) => 0.3 * g + 0.2 * normal(s)),
        below,
        studentT(0.05, 15),
      );
      if (upper !== null && upper < 0.3) missed++;
    }
    // 5 % of 2000 = 100, four binomial standard errors of 9.7.
    expect(Math.abs(missed - 100)).toBeLessThan(39);
  });
});

describe('the bounds beyond the grid, by brute force', () => {
  it('between two thresholds hold for every law of U within [0, most], and are reached', () => {
    const s = stream(7);
    for (let trial = 0; trial < 300; trial++) {
      const most = 0.5 + s.nextUnit();
      const count = 2 + s.nextBelow(5);
      // Genotypes by rising F; the last ones lie at t_{j+1} and above.
      const p = Array.from({ length: count }, () => s.nextUnit() ** 3);
      const u = Array.from({ length: count }, () => most * [0, s.nextUnit(), 1][s.nextBelow(3)]!);
      const from = (k: number): [number, number] => [
        p.slice(k).reduce((sum, x, i) => sum + x * u[k + i]!, 0),
        p.slice(k).reduce((sum, x) => sum + x, 0),
      ];
      const next = 1 + s.nextBelow(count - 1);
      const [[a], [b, q]] = [from(0), from(next)];
      const bound = a / leastProbabilityBetween(a, b, q, most);
      for (let k = 0; k <= next; k++) {
        const [inside, probability] = from(k);
        // 1e-12: rounding of the sums.
        expect(inside / probability).toBeLessThanOrEqual(bound + 1e-12);
      }
    }
    // Reached: U = most on a sliver right below t_{j+1}, 0 on the rest: 0.1·1 + 0.1·0.5 over 0.2.
    expect(0.15 / leastProbabilityBetween(0.15, 0.05, 0.1, 1)).toBeCloseTo(0.15 / 0.2, 12);
    // It does hang on U ≥ 0: with U = −1 on half of what lies between and 1 on the rest of it, a = b, the bound is 0.5 and
    // the truth 0.75.
    expect(0.05 / leastProbabilityBetween(0.05, 0.05, 0.1, 1)).toBeCloseTo(0.5, 12);
    expect((0.1 + 0.05) / 0.2).toBeCloseTo(0.75, 12);
  });

  it('beyond the last threshold hold for every share of the law in the set', () => {
    for (const bits of [1, 3, 10, 40]) {
      for (let share = 0.01; share < 1; share += 0.01) {
        const rest = -Math.log1p(-(2 ** -bits)) / Math.LN2;
        const divergence = share * (Math.log2(share) + bits) + (1 - share) * (Math.log2(1 - share) + rest);
        expect(share).toBeLessThanOrEqual(beyondReach(bits, divergence, 1) + 1e-12);
      }
    }
    expect(beyondReach(40, 9, 0.5)).toBeCloseTo(0.125, 12);
    expect(beyondReach(2, 9, 0.5)).toBe(0.5);
  });

  it('of what no particle showed hold with the probability asked for, and are never more than most', () => {
    for (const [particles, tail] of [
      [20, 0.05],
      [1000, 0.001],
    ] as const) {
      const share = unseen(particles, tail, 1);
      expect((1 - share) ** particles).toBeLessThanOrEqual(tail);
      // No more than it takes: ln(1 − s) is −s but for s²/2.
      expect((1 - share) ** particles).toBeGreaterThan(tail * Math.exp(-particles * share ** 2));
      expect(unseen(particles, tail, 3)).toBeCloseTo(3 * share, 12);
    }
    expect(unseen(2, 0.05, 3)).toBe(3);
    expect(unseen(0, 0.05, 3)).toBe(3);
    expect(unseen(Number.POSITIVE_INFINITY, 0.05, 3)).toBe(0);
  });
});
