/**
 * Solves (A + ridge · I) x = b by Cholesky's decomposition, for a symmetric A without negative eigenvalues.
 *
 * The ridge makes a singular A solvable (then x is nearly the shortest solution); it must be large beside the rounding
 * of A, some d · 1e-16 of its largest entry. Meant for a few dozen dimensions.
 *
 * @param matrix A, `Float64Array [row][column]`, row-major; only its lower triangle is read
 * @param right b, `Float64Array [row]`
 */
export function ridgeSolve(matrix: Float64Array, ridge: number, right: Float64Array): Float64Array {
  const d = right.length;
  // L of A + ridge · I = L Lᵀ, below and on the diagonal.
  const factor = new Float64Array(d * d);
  for (let row = 0; row < d; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * d + column]!;
      for (let k = 0; k < column; k++) sum -= factor[row * d + k]! * factor[column * d + k]!;
      factor[row * d + column] = row === column ? Math.sqrt(sum + ridge) : sum / factor[column * d + column]!;
    }
  }
  const solution = right.slice();
  for (let row = 0; row < d; row++) {
    for (let k = 0; k < row; k++) solution[row]! -= factor[row * d + k]! * solution[k]!;
    solution[row]! /= factor[row * d + row]!;
  }
  for (let row = d - 1; row >= 0; row--) {
    for (let k = row + 1; k < d; k++) solution[row]! -= factor[k * d + row]! * solution[k]!;
    solution[row]! /= factor[row * d + row]!;
  }
  return solution;
}
