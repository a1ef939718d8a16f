import { inverse, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { ridgeSolve } from '../../src/base/ridge-solve.js';

/** A Aᵀ of random-looking numbers: symmetric without negative eigenvalues, of the given rank. */
function gram(d: number, rank: number): Matrix {
  const a = new Matrix(
    Array.from({ length: d }, (_, i) => Array.from({ length: rank }, (_, j) => Math.sin(3 * i + 7 * j * j + 1))),
  );
  return a.mmul(a.transpose());
}

describe('ridgeSolve', () => {
  it('solves what the inverse solves', () => {
    for (const d of [1, 2, 5, 12]) {
      const matrix = gram(d, d + 3);
      const right = Float64Array.from({ length: d }, (_, i) => Math.cos(i));
      const expected = inverse(Matrix.add(matrix, Matrix.eye(d).mul(0.25))).mmul(Matrix.columnVector([...right]));
      const found = ridgeSolve(Float64Array.from(matrix.to1DArray()), 0.25, right);
      // Condition numbers here are below 100.
      found.forEach((value, i) => {
        expect(value).toBeCloseTo(expected.get(i, 0), 12);
      });
    }
  });

  it('reads the lower triangle only and leaves its arguments alone', () => {
    const [matrix, right] = [Float64Array.of(4, Number.NaN, 2, 2), Float64Array.of(2, 3)];
    // 4 x + 2 y = 2, 2 x + 2 y = 3, with a factor of whole numbers.
    expect([...ridgeSolve(matrix, 0, right)]).toEqual([-0.5, 2]);
    expect([...matrix]).toEqual([4, Number.NaN, 2, 2]);
    expect([...right]).toEqual([2, 3]);
  });

  it('solves a singular system that can be solved, nearly by the shortest solution', () => {
    const matrix = gram(6, 2);
    const right = matrix.mmul(Matrix.columnVector([1, 2, 0, -1, 0.5, 3]));
    const found = ridgeSolve(Float64Array.from(matrix.to1DArray()), 1e-9, Float64Array.from(right.to1DArray()));
    const again = matrix.mmul(Matrix.columnVector([...found]));
    // The ridge moves the right side by 1e-9 of a solution near 1; its inverse magnifies rounding to 1e-7 of it.
    expect(Matrix.sub(again, right).norm()).toBeLessThan(1e-6);
  });
});
