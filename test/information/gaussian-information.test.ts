import { describe, expect, it } from 'vitest';
import { fillNormals } from '../../src/base/normals.js';
import { mean, standardDeviation } from '../../src/base/statistics.js';
import { Purpose, rootKey } from '../../src/base/streams.js';
import {
  gaussianBias,
  gaussianFloorBits,
  gaussianInformation,
  gaussianStandardError,
} from '../../src/information/gaussian-information.js';
import { gTestPValue, isSignificant, payingBits } from '../../src/information/significance.js';

const key = rootKey('gaussian information');

/** Moments as evaluators give them: means, then the upper triangle of a covariance matrix. */
function cells(covariance: readonly (readonly number[])[], means = covariance.map(() => 0)): Float64Array {
  return Float64Array.from([...means, ...covariance.flatMap((row, i) => row.slice(i))]);
}

/** Moments of samples of variables `[variable][sample]`. */
function momentsOf(variables: readonly Float64Array[]): Float64Array {
  const means = variables.map(mean);
  return cells(
    variables.map((a, i) => variables.map((b, j) => mean(a.map((v, s) => (v - means[i]!) * (b[s]! - means[j]!))))),
    means,
  );
}

const normals = (samples: number, set: number, plane: number): Float64Array => {
  const out = new Float64Array(samples);
  fillNormals(out, key, Purpose.gaussian, set, plane);
  return out;
};

describe('Gaussian information', () => {
  it('is ½ log₂(1 + w²/σ²) of y = w x + σ n', () => {
    for (const [w, sigma] of [
      [1, 1],
      [3, 0.5],
      [-0.25, 2],
    ] as const) {
      const found = gaussianInformation(
        cells([
          [1, w],
          [w, w * w + sigma * sigma],
        ]),
        0,
        1,
        1,
        1000,
      );
      expect(found.plugIn).toBeCloseTo(Math.log2(1 + (w / sigma) ** 2) / 2, 12);
      expect(found.degreesOfFreedom).toBe(1);
    }
  });

  it('adds up where several are told apart, and counts once what is told twice', () => {
    const two = cells([
      [1, 0, 1, 0],
      [0, 1, 0, 1],
      [1, 0, 2, 0],
      [0, 1, 0, 2],
    ]);
    expect(gaussianInformation(two, 0, 2, 2, 1000).plugIn).toBeCloseTo(1, 12);
    // y₁ = x + n, y₂ = x + n': two looks at one variable, 1 + 2 of signal and noise.
    const twice = cells([
      [1, 1, 1],
      [1, 2, 1],
      [1, 1, 2],
    ]);
    const found = gaussianInformation(twice, 0, 1, 2, 1000);
    expect(found.plugIn).toBeCloseTo(Math.log2(3) / 2, 12);
    expect(found.degreesOfFreedom).toBe(2);
  });

  it('is the same both ways round, for other units and other origins, and at an offset', () => {
    const s = [
      [2, 0.5, 0.7],
      [0.5, 1, -0.2],
      [0.7, -0.2, 3],
    ];
    const forward = gaussianInformation(cells(s), 0, 2, 1, 500);
    const order = [2, 0, 1];
    const back = gaussianInformation(cells(order.map((i) => order.map((j) => s[i]![j]!))), 0, 1, 2, 500);
    expect(back.plugIn).toBeCloseTo(forward.plugIn, 12);
    expect(back.corrected).toBeCloseTo(forward.corrected, 12);
    const units = [1000, 1e-4, 3];
    const scaled = cells(
      s.map((row, i) => row.map((value, j) => value * units[i]! * units[j]!)),
      [5, -3, 1e3],
    );
    const shifted = Float64Array.from([7, ...scaled]);
    expect(gaussianInformation(shifted, 1, 2, 1, 500).plugIn).toBeCloseTo(forward.plugIn, 12);
  });

  it('is nothing where one side does not vary or a moment is not finite, and is not paid for', () => {
    const constant = gaussianInformation(
      cells(
        [
          [1, 0],
          [0, 0],
        ],
        [0, 3],
      ),
      0,
      1,
      1,
      1000,
    );
    // What summing a constant of 1e9 in doubles leaves of variance.
    const rounding = gaussianInformation(
      cells(
        [
          [1, 1e-9],
          [1e-9, 1e-15],
        ],
        [0, 1e9],
      ),
      0,
      1,
      1,
      1000,
    );
    const infinite = gaussianInformation(
      cells([
        [1, Number.NaN],
        [Number.NaN, Number.NaN],
      ]),
      0,
      1,
      1,
      1000,
    );
    for (const found of [constant, rounding, infinite]) {
      expect(found).toEqual({ plugIn: 0, corrected: 0, g: 0, degreesOfFreedom: 0 });
      expect(gTestPValue(found.g, found.degreesOfFreedom)).toBe(1);
      expect(payingBits(found)).toBe(0);
    }
  });

  it('leaves out a variable that is a combination of others on its side', () => {
    const alone = gaussianInformation(
      cells([
        [1, 0.6],
        [0.6, 1],
      ]),
      0,
      1,
      1,
      1000,
    );
    // The second source is twice the first; the second sink minus the first.
    const more = cells([
      [1, 2, 0.6, -0.6],
      [2, 4, 1.2, -1.2],
      [0.6, 1.2, 1, -1],
      [-0.6, -1.2, -1, 1],
    ]);
    expect(gaussianInformation(more, 0, 2, 2, 1000)).toEqual(alone);
    // x₁ + x₂ as a third source: what two span.
    const sum = cells([
      [1, 0, 1, 0.5],
      [0, 1, 1, 0.5],
      [1, 1, 2, 1],
      [0.5, 0.5, 1, 1],
    ]);
    const two = cells([
      [1, 0, 0.5],
      [0, 1, 0.5],
      [0.5, 0.5, 1],
    ]);
    expect(gaussianInformation(sum, 0, 3, 1, 1000)).toEqual(gaussianInformation(two, 0, 2, 1, 1000));
  });

  it('is 22 bits for a sink that the source tells all of: the resolution of doubles', () => {
    expect(
      gaussianInformation(
        cells([
          [1, 2],
          [2, 4],
        ]),
        0,
        1,
        1,
        1000,
      ).plugIn,
    ).toBe(22);
  });

  it.each([
    [1, 1, 16, 0],
    [1, 1, 12, 0.9],
    [2, 1, 24, 0.5],
    [2, 3, 32, 0.3],
  ])('is unbiased once corrected: %i and %i variables, %i samples, weight %d', (dx, dy, samples, weight) => {
    const sets = 1500;
    const found = Array.from({ length: sets }, (_, set) => {
      const xs = Array.from({ length: dx }, (_, v) => normals(samples, set, v));
      // Every sink reads the sum of all sources, beside noise of its own.
      const ys = Array.from({ length: dy }, (_, v) =>
        normals(samples, set, dx + v).map((noise, s) => noise + weight * xs.reduce((sum, x) => sum + x[s]!, 0)),
      );
      return gaussianInformation(momentsOf([...xs, ...ys]), 0, dx, dy, samples);
    });
    // A sum of sinks carries weight · dy of the sum of sources, of variance dx, beside noise of variance dy.
    const truth = Math.log2(1 + weight * weight * dx * dy) / 2;
    const corrected = found.map((information) => information.corrected);
    const error = standardDeviation(corrected) / Math.sqrt(sets);
    expect(Math.abs(mean(corrected) - truth)).toBeLessThan(4 * error);
    // What is corrected is far beyond that error, so the test would see it missing.
    expect(gaussianBias(dx, dy, samples) / Math.LN2).toBeGreaterThan(8 * error);
    if (weight > 0) return;
    // p-values of independent samples are uniform: the share below 0.1 within four standard errors.
    const small = found.filter(({ g, degreesOfFreedom }) => gTestPValue(g, degreesOfFreedom) < 0.1).length;
    expect(Math.abs(small / sets - 0.1)).toBeLessThan(4 * Math.sqrt((0.1 * 0.9) / sets));
  });

  it('has the bias that is known in closed form for the fewest samples', () => {
    // ψ(1) − ψ(½) = 2 ln 2 and ψ(3/2) = ψ(½) + 2 (Abramowitz & Stegun 6.3.2-6.3.5).
    expect(gaussianBias(1, 1, 3)).toBeCloseTo(Math.LN2, 14);
    expect(gaussianBias(1, 1, 4)).toBeCloseTo(1 - Math.LN2, 14);
    // ½ [2 ψ(2) + ψ(3/2) − ψ(2) − ψ(3/2) − ψ(1)] = ½ [ψ(2) − ψ(1)]: two sources, one sink, five samples.
    expect(gaussianBias(2, 1, 5)).toBeCloseTo(0.5, 14);
  });

  it('has Bartlett’s statistic, and a standard error of all canonical correlations', () => {
    const [a, b, samples] = [0.6, 0.3, 500];
    const pairs = cells([
      [1, 0, a, 0],
      [0, 1, 0, b],
      [a, 0, 1, 0],
      [0, b, 0, 1],
    ]);
    const nats = -Math.log((1 - a * a) * (1 - b * b)) / 2;
    const found = gaussianInformation(pairs, 0, 2, 2, samples);
    expect(found.plugIn).toBeCloseTo(nats / Math.LN2, 13);
    expect(found.g).toBeCloseTo(2 * nats * (samples - 1 - 5 / 2), 10);
    expect(found.degreesOfFreedom).toBe(4);
    const error = Math.sqrt((a * a + b * b) / samples) / Math.LN2;
    expect(gaussianStandardError(pairs, 0, 2, 2, samples)).toBeCloseTo(error, 13);
  });

  it('scatters as its standard error says', () => {
    const [sets, samples] = [1500, 400];
    const found = Array.from({ length: sets }, (_, set) => {
      const x = normals(samples, set, 40);
      const y = normals(samples, set, 41).map((noise, s) => noise + x[s]!);
      const moments = momentsOf([x, y]);
      return {
        bits: gaussianInformation(moments, 0, 1, 1, samples).corrected,
        error: gaussianStandardError(moments, 0, 1, 1, samples),
      };
    });
    const scatter = standardDeviation(found.map(({ bits }) => bits));
    // A standard deviation of 1500 values is known to 1.8 %; four of those, and terms of order 1/n left out.
    expect(Math.abs(mean(found.map(({ error }) => error)) / scatter - 1)).toBeLessThan(0.08);
  });

  it('is seen above its detection floor and not below it', () => {
    const floor = gaussianFloorBits(4096, 1, 1);
    const at = (bits: number) => {
      const rho = Math.sqrt(1 - 2 ** (-2 * bits));
      return gaussianInformation(
        cells([
          [1, rho],
          [rho, 1],
        ]),
        0,
        1,
        1,
        4096,
      );
    };
    expect(isSignificant(at(1.01 * floor))).toBe(true);
    expect(isSignificant(at(0.99 * floor))).toBe(false);
  });
});
