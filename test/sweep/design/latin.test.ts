import { describe, expect, it } from 'vitest';
import { rootKey } from '../../../src/base/streams.js';
import { latinAxis } from '../../../src/sweep/design/latin.js';

describe('a Latin hypercube', () => {
  it('has one point in each stratum of an axis', () => {
    for (const points of [1, 2, 7, 1000]) {
      const strata = [...latinAxis(rootKey('a'), points)].map((u) => Math.floor(u * points));
      expect([...strata].sort((a, b) => a - b)).toEqual(Array.from({ length: points }, (_, i) => i));
    }
  });

  it('spreads points uniformly within their strata: mean ½, variance 1/12', () => {
    const points = 4000;
    const within = [...latinAxis(rootKey('a'), points)].map((u) => (u * points) % 1);
    const mean = within.reduce((sum, u) => sum + u, 0) / points;
    const variance = within.reduce((sum, u) => sum + (u - 0.5) ** 2, 0) / points;
    // Standard errors √(1/12/4000) = 0.0046, and √(1/180/4000) = 0.0012 of the variance; four of them.
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.0184);
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.0048);
  });

  it('permutes axes independently: with other keys, the ranks are uncorrelated', () => {
    const points = 2000;
    const [a, b] = [latinAxis(rootKey('a'), points), latinAxis(rootKey('b'), points)];
    const correlation = [...a].reduce((sum, u, i) => sum + (u - 0.5) * (b[i]! - 0.5), 0) / points / (1 / 12);
    // Standard error 1/√1999 = 0.0224; four of them.
    expect(Math.abs(correlation)).toBeLessThan(0.09);
  });

  it('has all orders of three strata equally often', () => {
    const counts = new Map<string, number>();
    const draws = 1200;
    for (let i = 0; i < draws; i++) {
      const order = [...latinAxis(rootKey(`order ${i}`), 3)].map((u) => Math.floor(u * 3)).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // Binomial: 200 ± 12.9; five standard deviations, since there are six.
    for (const count of counts.values()) expect(Math.abs(count - 200)).toBeLessThan(65);
  });
});
