import type { TieClasses } from './tie-classes.js';

/** Boltzmann: p ∝ e^(βF), taken relative to the fittest so that nothing overflows. */
export function boltzmann(classes: TieClasses, { beta }: { readonly beta: number }): number[] {
  const highest = classes.fitness.at(-1)!;
  const weights = classes.fitness.map((fitness) => Math.exp(beta * (fitness - highest)));
  let sum = 0;
  weights.forEach((weight, c) => {
    sum += classes.count[c]! * weight;
  });
  return weights.map((weight) => weight / sum);
}
