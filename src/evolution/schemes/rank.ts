import type { TieClasses } from './tie-classes.js';

/**
 * Linear ranking: p = (2 − s + 2 (s − 1) · rank / (N − 1)) / N, ranks 0 (worst) to N − 1 (best), tied individuals at
 * their mean rank (Baker 1985). The best expects s children, 1 ≤ s ≤ 2; a single individual is always the parent.
 */
export function rank(classes: TieClasses, { pressure }: { readonly pressure: number }): number[] {
  const { size, count, below } = classes;
  if (size === 1) return [1];
  return count.map((ties, c) => {
    const meanRank = below[c]! + (ties - 1) / 2;
    return (2 - pressure + 2 * (pressure - 1) * (meanRank / (size - 1))) / size;
  });
}
