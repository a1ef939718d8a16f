import type { TieClasses } from './tie-classes.js';

/**
 * Truncation: the max(1, round(fraction · N)) fittest are parents with equal probability; those tied at the cut share the
 * places left to them.
 */
export function truncation(classes: TieClasses, { fraction }: { readonly fraction: number }): number[] {
  const { size, count, below } = classes;
  const places = Math.max(1, Math.round(fraction * size));
  return count.map((ties, c) => {
    const fitter = size - below[c]! - ties;
    const left = Math.min(ties, Math.max(0, places - fitter));
    return left / (places * ties);
  });
}
