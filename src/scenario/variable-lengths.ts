import {
  operands,
  referenceLength,
  resolveReference,
  type Variables,
  variableLength,
  variableOrder,
} from './variables.js';

/**
 * Bits of each variable that can be computed: every variable it needs, directly or not, is known, has the element asked
 * for, and does not need it in turn.
 */
export function lengthsOf(environment: Variables): Map<string, number> {
  const lengths = new Map<string, number>();
  for (const name of variableOrder(environment)) {
    const known = operands(environment[name]!).every((text) => lengthOf(text, environment, lengths) !== null);
    if (known) lengths.set(name, variableLength(name, environment));
  }
  return lengths;
}

/** Bits that a reference stands for; null where it stands for nothing that can be computed. */
export function lengthOf(text: string, environment: Variables, lengths: ReadonlyMap<string, number>): number | null {
  const reference = resolveReference(text, environment);
  const whole = reference && lengths.get(reference.variable);
  if (reference === undefined || whole === undefined || (reference.element ?? 0) >= whole) return null;
  return referenceLength(reference, environment);
}
