import { describe, expect, it } from 'vitest';
import { nextUp } from '../../src/base/next-up.js';
import { leastProbabilityBetween } from '../../src/coupling/certificate/bounds.js';
import { chooseGrid, type PilotPoint } from '../../src/coupling/certificate/choose-grid.js';

/** Candidates at F uniform on [0, 1], of n steps, with E[U; F ≥ t] = mean × π(F ≥ t) of each claim. */
const uniform = (n: number, means: readonly number[]): PilotPoint[] =>
  Array.from({ length: n }, (_, i) => {
    const probability = 1 - i / n;
    return { threshold: i / n, probability, inside: means.map((mean) => mean * probability) };
  });

/** The largest bound between two thresholds of the grid, over the mean. */
function largestGap(grid: readonly number[], mean: number, most: number): number {
  return Math.max(
    ...grid.slice(1).map((t, k) => {
      const [a, b] = [mean * (1 - grid[k]!), mean * (1 - t)];
      return a / leastProbabilityBetween(a, b, 1 - t, most) - mean;
    }),
  );
}

describe('the grid of a certificate', () => {
  it('is as fine as the margin asks for, and no finer than every halving where it does not', () => {
    const pilot = uniform(1000, [0.1]);
    const fine = chooseGrid(pilot, [{ margin: 0.02, most: 1 }]);
    expect(fine[0]).toBe(0);
    expect(fine.at(-1)).toBe(0.999);
    // Half of the margin is the room; where steps of 2 % do not fit into it, near the end, it is left to the largest steps.
    expect(
      largestGap(
        fine.filter((t) => t < 0.95),
        0.1,
        1,
      ),
    ).toBeLessThanOrEqual(0.01 + 1e-12);
    const coarse = chooseGrid(pilot, [{ margin: 1, most: 1 }]);
    expect(coarse.length).toBeLessThan(fine.length / 3);
    for (const [k, t] of coarse.slice(1, -1).entries()) {
      expect(1 - t).toBeGreaterThanOrEqual((1 - coarse[k]!) / 2 - 1e-12);
    }
  });

  it('leaves out a claim that no grid would serve, and keeps serving the others', () => {
    const pilot = uniform(1000, [0.5, 0.1]);
    const [hopeless, other] = [
      { margin: 0.001, most: 1 },
      { margin: 0.02, most: 1 },
    ];
    expect(chooseGrid(pilot, [hopeless, other])).toEqual(chooseGrid(uniform(1000, [0.1]), [other]));
  });

  it('stands on a value that many share and right above it', () => {
    const pilot: PilotPoint[] = [
      { threshold: 0, probability: 1, inside: [0.1] },
      { threshold: nextUp(0), probability: 0.1, inside: [0.01] },
      { threshold: 0.5, probability: 0.06, inside: [0.006] },
    ];
    expect(chooseGrid(pilot, [{ margin: 0.01, most: 1 }])).toEqual([0, nextUp(0), 0.5]);
    expect(chooseGrid(pilot.slice(0, 1), [{ margin: 0.01, most: 1 }])).toEqual([0]);
  });
});
