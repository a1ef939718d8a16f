import type { TieClasses } from './tie-classes.js';

/**
 * Tournament: the fittest of k contestants drawn with replacement is the parent, ties shared equally.
 *
 * With x the fraction of individuals at or below a class and y that below it, the class wins with probability x^k − y^k,
 * here as (x − y) Σ x^i y^(k−1−i): all terms positive, so nothing cancels, p never falls with fitness even in the last
 * bit, and k = 1 is exactly uniform.
 */
export function tournament(classes: TieClasses, { size: contestants }: { readonly size: number }): number[] {
  const { size, count, below } = classes;
  return count.map((ties, c) => {
    const x = (below[c]! + ties) / size;
    const y = below[c]! / size;
    let sum = 1;
    let power = 1;
    for (let i = 1; i < contestants; i++) {
      power *= y;
      sum = sum * x + power;
    }
    return sum / size;
  });
}
