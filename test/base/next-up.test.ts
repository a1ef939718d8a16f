import { describe, expect, it } from 'vitest';
import { nextUp } from '../../src/base/next-up.js';

describe('the least double above a number', () => {
  it('is one unit in the last place away, across powers of two and zero', () => {
    expect(nextUp(1)).toBe(1 + Number.EPSILON);
    expect(nextUp(-1)).toBe(-1 + Number.EPSILON / 2);
    expect(nextUp(2 - Number.EPSILON)).toBe(2);
    expect(nextUp(0)).toBe(Number.MIN_VALUE);
    expect(nextUp(-0)).toBe(Number.MIN_VALUE);
    expect(nextUp(-Number.MIN_VALUE)).toBe(-0);
    expect(nextUp(0.1)).toBeGreaterThan(0.1);
    expect((0.1 + nextUp(0.1)) / 2 === 0.1 || (0.1 + nextUp(0.1)) / 2 === nextUp(0.1)).toBe(true);
  });
});
