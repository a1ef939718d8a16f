import { add, concat, reshape, slice, type Tensor, tidy } from '@tensorflow/tfjs-core';

/**
 * Sums over the last of three dimensions, `[a][b]`: halves are added to halves, so that the order of the sums is the same
 * on every backend, and rounding grows with the logarithm of their number.
 */
export function sumInPairs(terms: Tensor): Tensor {
  return tidy(() => {
    const [a, b, length] = terms.shape as [number, number, number];
    let rest = terms;
    for (let n = length; n > 1; n = Math.ceil(n / 2)) {
      const part = (from: number, count: number): Tensor => slice(rest, [0, 0, from], [a, b, count]);
      const half = n >> 1;
      const next = tidy(() => {
        const sums = add(part(0, half), part(half, half));
        return n % 2 === 0 ? sums : concat([sums, part(n - 1, 1)], 2);
      });
      if (rest !== terms) rest.dispose();
      rest = next;
    }
    return reshape(rest, [a, b]);
  });
}
