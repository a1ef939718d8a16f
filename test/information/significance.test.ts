import chiSquareCdf from '@stdlib/stats-base-dists-chisquare-cdf';
import { describe, expect, it } from 'vitest';
import { jointInformation } from '../../src/information/joint-information.js';
import {
  criticalG,
  detectionFloorBits,
  gTestPValue,
  isSignificant,
  payingBits,
  SIGNIFICANCE,
} from '../../src/information/significance.js';
import { drawTable, simulation } from './tables.js';

const relativeError = (value: number, exact: number): number => Math.abs(value / exact - 1);

describe('gTestPValue', () => {
  // Upper incomplete gamma function, computed to 40 digits. The exponent, a difference of logarithms of up to 15,000 in
  // size at the most degrees of freedom that occur, is rounded at 2^-52 of that.
  it.each([
    [0.5, 3, 0.9188914116546758],
    [3.84146, 1, 0.049999964833747426],
    [10.8276, 1, 0.000999981729181642],
    [30, 31, 0.5172965493148958],
    [34, 31, 0.3250957776453912],
    [50, 1, 1.537459794428035e-12],
    [50, 7, 1.4444852779215405e-8],
    [88, 1, 6.5454465409512686e-21],
    [90, 9, 1.6280704719656212e-15],
    [100, 2, 1.9287498479639178e-22],
    [120, 49, 6.876961427062866e-8],
    [200, 1, 2.088487583762545e-45],
    [400, 225, 6.078743863558787e-12],
    [1200, 961, 1.9832201644139967e-7],
    [1400, 1, 2.1010145162642176e-306],
  ])('of G = %d with %i degrees of freedom is %d, to a relative 1e-11', (g, degreesOfFreedom, exact) => {
    expect(relativeError(gTestPValue(g, degreesOfFreedom), exact)).toBeLessThan(1e-11);
  });

  it('is e^(−G/2) for two degrees of freedom', () => {
    for (let g = 0.5; g < 200; g *= 1.7) expect(relativeError(gTestPValue(g, 2), Math.exp(-g / 2))).toBeLessThan(1e-12);
  });

  it('agrees with the complement of the χ² distribution where that is not yet rounding', () => {
    for (const degreesOfFreedom of [1, 2, 3, 9, 49, 225]) {
      for (const part of [0.2, 0.7, 1, 1.1, 1.5, 2]) {
        const g = part * (degreesOfFreedom + 2);
        // 1 − cdf has an absolute error of the double's width and of the cdf's own few ulps.
        expect(Math.abs(gTestPValue(g, degreesOfFreedom) - (1 - chiSquareCdf(g, degreesOfFreedom)))).toBeLessThan(
          1e-13,
        );
      }
    }
  });

  it('falls steadily across the point where one formula hands over to the other', () => {
    for (const degreesOfFreedom of [1, 3, 9, 49]) {
      const edge = degreesOfFreedom + 2;
      const values = [-1e-6, -1e-9, 0, 1e-9, 1e-6].map((step) => gTestPValue(edge * (1 + step), degreesOfFreedom));
      expect(values).toEqual(values.toSorted((a, b) => b - a));
      expect(new Set(values).size).toBe(5);
    }
  });

  it('is 1 where nothing was seen or one symbol is constant', () => {
    expect(gTestPValue(0, 1)).toBe(1);
    expect(gTestPValue(0, 0)).toBe(1);
    // Rounding may leave a G of independent counts just below 0.
    expect(gTestPValue(-1e-12, 4)).toBe(1);
  });

  it('agrees with shuffling', () => {
    const samples = 2048;
    const stream = simulation('shuffle');
    // Four source symbols, two sink symbols, weakly coupled.
    const table = drawTable([0.13, 0.12, 0.12, 0.13, 0.11, 0.14, 0.13, 0.12], samples, stream);
    const xs: number[] = [];
    const ys: number[] = [];
    table.forEach((count, cell) => {
      for (let i = 0; i < count; i++) {
        xs.push(cell & 3);
        ys.push(cell >> 2);
      }
    });
    const observed = jointInformation(table, 0, 4, 2, samples);
    const shuffles = 3000;
    let atLeast = 0;
    for (let shuffle = 0; shuffle < shuffles; shuffle++) {
      const counts = new Uint32Array(8);
      for (let i = samples - 1; i >= 0; i--) {
        const j = stream.nextBelow(i + 1);
        const y = ys[j]!;
        ys[j] = ys[i]!;
        ys[i] = y;
        counts[xs[i]! + 4 * y]!++;
      }
      if (jointInformation(counts, 0, 4, 2, samples).g >= observed.g) atLeast++;
    }
    const p = gTestPValue(observed.g, observed.degreesOfFreedom);
    expect(p).toBeGreaterThan(0.001);
    expect(p).toBeLessThan(0.999);
    // Four sampling errors of the shuffles; the χ² law itself is off by order 1/S.
    expect(Math.abs(atLeast / shuffles - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / shuffles) + 1 / samples);
  });

  it.each([
    ['a bit and a bit', [0.35, 0.35, 0.15, 0.15], 2, 2, 512],
    ['two bits and two bits', Array<number>(16).fill(1 / 16), 4, 4, 512],
  ] as const)('is uniform where %s are independent', (_, law, sourceCells, sinkCells, samples) => {
    const stream = simulation('uniform');
    const tables = 5000;
    const below = new Map([0.5, 0.1, 0.01].map((level) => [level, 0]));
    for (let i = 0; i < tables; i++) {
      const { g, degreesOfFreedom } = jointInformation(
        drawTable(law, samples, stream),
        0,
        sourceCells,
        sinkCells,
        samples,
      );
      const p = gTestPValue(g, degreesOfFreedom);
      for (const [level, seen] of below) if (p < level) below.set(level, seen + 1);
    }
    for (const [level, seen] of below) {
      const error = Math.sqrt((level * (1 - level)) / tables);
      // G is too large by a factor 1 + O(cells / S) (Williams 1976: 1.02 at most here), which adds 3 in the exponent's
      // tail to at most a twelfth of the level; four sampling errors besides.
      expect(Math.abs(seen / tables - level)).toBeLessThan(4 * error + level / 12);
    }
  });
});

describe('criticalG and detectionFloorBits', () => {
  // Roots of the upper incomplete gamma function at 0.001.
  it.each([
    [1, 10.8275661706627],
    [3, 16.2662361962381],
    [9, 27.8771648712566],
    [49, 85.3505646085931],
  ])('is significant at 0.001 with %i degrees of freedom beyond %d', (degreesOfFreedom, exact) => {
    expect(relativeError(criticalG(degreesOfFreedom), exact)).toBeLessThan(1e-12);
    expect(relativeError(gTestPValue(criticalG(degreesOfFreedom), degreesOfFreedom), SIGNIFICANCE)).toBeLessThan(1e-11);
  });

  it('is the 5 per cent point for alpha = 0.05, whatever was asked for before', () => {
    expect(criticalG(1, 0.05)).toBeCloseTo(3.84145882, 8);
    expect(criticalG(1)).toBeCloseTo(10.82756617, 8);
    expect(criticalG(1, 0.05)).toBeCloseTo(3.84145882, 8);
  });

  it('cannot be passed without degrees of freedom', () => {
    expect(criticalG(0)).toBe(Number.POSITIVE_INFINITY);
  });

  it('puts the floor of 4096 samples of a bit at 0.0019068 bits', () => {
    expect(detectionFloorBits(4096, 1)).toBeCloseTo(10.8275661706627 / (2 * 4096 * Math.LN2), 12);
    expect(detectionFloorBits(4096, 1)).toBeCloseTo(0.0019068, 7);
  });
});

describe('payingBits', () => {
  const of = (counts: readonly number[]) => jointInformation(Uint32Array.from(counts), 0, 2, 2, 4096);
  // Two neighbouring tables of 4096 samples on either side of the floor.
  const seen = of([1024 + 53, 1024 - 53, 1024 - 53, 1024 + 53]);
  const unseen = of([1024 + 52, 1024 - 52, 1024 - 52, 1024 + 52]);

  it('pays the plug-in value, uncorrected, just above the floor', () => {
    expect(seen.plugIn).toBeGreaterThan(detectionFloorBits(4096, 1));
    expect(isSignificant(seen)).toBe(true);
    expect(payingBits(seen)).toBe(seen.plugIn);
  });

  it('pays exactly nothing just below the floor', () => {
    expect(unseen.plugIn).toBeLessThan(detectionFloorBits(4096, 1));
    expect(unseen.plugIn).toBeGreaterThan(0.95 * detectionFloorBits(4096, 1));
    expect(isSignificant(unseen)).toBe(false);
    expect(payingBits(unseen)).toBe(0);
  });

  it('ties a constant with noise', () => {
    expect(payingBits(of([2048, 2048, 0, 0]))).toBe(payingBits(of([1030, 1018, 1018, 1030])));
  });

  it('pays where p is below 0.001 and nowhere else', () => {
    const stream = simulation('paying');
    let paid = 0;
    for (let i = 0; i < 500; i++) {
      const table = drawTable([0.27, 0.23, 0.23, 0.27], 1024, stream);
      const found = jointInformation(table, 0, 2, 2, 1024);
      const significant = gTestPValue(found.g, found.degreesOfFreedom) < 0.001;
      expect(payingBits(found)).toBe(significant ? found.plugIn : 0);
      if (significant) paid++;
    }
    expect(paid).toBeGreaterThan(20);
    expect(paid).toBeLessThan(480);
  });
});
