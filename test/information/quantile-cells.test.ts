import { describe, expect, it } from 'vitest';
import { quantileCells, symbolsOf } from '../../src/information/quantile-cells.js';

describe('quantileCells', () => {
  it('cuts distinct values into cells of equal size, by rank', () => {
    expect([...quantileCells([0.1, -5, 3, 100, 2, 7, -1, 0], 4)]).toEqual([1, 0, 2, 3, 2, 3, 0, 1]);
  });

  it('sees nothing of what is monotone', () => {
    const values = Array.from({ length: 128 }, (_, i) => ((i * 37) % 128) / 16 - 3);
    expect(quantileCells(values.map(Math.exp), 8)).toEqual(quantileCells(values, 8));
  });

  it('lets equal values fall together, by the middle of their ranks: a bit fills two cells however rare, a constant one', () => {
    expect([...quantileCells([1, -1, -1, 1, 1, -1, 1, -1], 4)]).toEqual([3, 1, 1, 3, 3, 1, 3, 1]);
    expect([...quantileCells([1, 1, 1, 1, 1, -1, 1, 1], 2)]).toEqual([1, 1, 1, 1, 1, 0, 1, 1]);
    expect([...quantileCells([-1, -1, 1, -1, -1, -1], 2)]).toEqual([0, 0, 1, 0, 0, 0]);
    expect(new Set(quantileCells([2, 2, 2, 2], 3)).size).toBe(1);
  });

  it('takes an infinity for no cut of its own', () => {
    expect([...quantileCells([3, 1, 2, 1e300], 4)]).toEqual([2, 0, 1, 3]);
  });
});

describe('symbolsOf', () => {
  it('counts the first variable least', () => {
    const variables = [Uint8Array.of(0, 1, 1), Uint8Array.of(2, 0, 3)];
    expect([...symbolsOf(variables, [2, 4], 3)]).toEqual([4, 1, 7]);
  });
});
