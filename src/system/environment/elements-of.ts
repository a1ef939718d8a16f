import { InvariantError } from '../../base/errors.js';
import { resolveReference } from '../../scenario/variables.js';
import type { Environment } from '../system.js';

/**
 * Indices of the elements that a reference stands for: all of a variable (`x`), or one element of it (`x.3`).
 *
 * @throws InvariantError for a reference to nothing; the loader has checked them all
 */
export function elementsOf({ variables }: Environment, reference: string): number[] {
  const resolved = resolveReference(reference, Object.fromEntries(variables.map(({ name, spec }) => [name, spec])));
  const variable = variables.find(({ name }) => name === resolved?.variable);
  if (resolved !== undefined && variable !== undefined) {
    const all = Array.from({ length: variable.length }, (_, i) => variable.firstElement + i);
    if (resolved.element === null) return all;
    if (resolved.element < variable.length) return [all[resolved.element]!];
  }
  throw new InvariantError(`environment reference ${reference} stands for nothing`);
}
