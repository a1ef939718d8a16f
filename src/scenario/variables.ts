import { InvariantError } from '../base/errors.js';
import { byCodePoint, sortedKeys } from '../base/order.js';
import type { VariableSpec } from './scenario.js';

/** The variables of a scenario by name. */
export type Variables = Readonly<Record<string, VariableSpec>>;

/** A whole variable (`element` null) or one element of it, counted from 0. */
export interface Reference {
  readonly variable: string;
  readonly element: number | null;
}

/** Reads `x` or `x.3`; undefined where it is neither, or no variable has this name. The element may be out of range. */
export function resolveReference(text: string, environment: Variables): Reference | undefined {
  const match = /^([^.]*)(?:\.(0|[1-9][0-9]{0,8}))?$/.exec(text);
  if (match === null || !Object.hasOwn(environment, match[1]!)) return undefined;
  return { variable: match[1]!, element: match[2] === undefined ? null : Number(match[2]) };
}

/** The references that a variable is computed from, in the order of its operands; empty for a source of randomness. */
export function operands(spec: VariableSpec): readonly string[] {
  if (spec.kind === 'copy') return [spec.of];
  return 'of' in spec ? spec.of : [];
}

/** Names of the variables that a variable needs directly, without their elements, each once. */
export function dependencies(spec: VariableSpec): string[] {
  return [...new Set(operands(spec).map((reference) => reference.split('.')[0]!))];
}

/**
 * Number of bits of a variable: 1 for a scalar. A copy or gate works element by element and is as long as its first
 * operand; that all of them are equally long is checked when the scenario is loaded.
 *
 * @throws InvariantError on a reference that does not resolve or a cycle: the loader refuses both
 */
export function variableLength(name: string, environment: Variables): number {
  let reference: Reference | undefined = { variable: name, element: null };
  for (let left = Object.keys(environment).length; left >= 0; left--) {
    if (reference === undefined || !Object.hasOwn(environment, reference.variable)) break;
    if (reference.element !== null) return 1;
    const spec: VariableSpec = environment[reference.variable]!;
    const first = operands(spec)[0];
    if (first === undefined) return ownLength(spec);
    reference = resolveReference(first, environment);
  }
  throw new InvariantError(`variable ${name} has no length`);
}

function ownLength(spec: VariableSpec): number {
  if (spec.kind === 'ising') return spec.rows * spec.columns;
  return 'length' in spec ? (spec.length ?? 1) : 1;
}

/** Number of bits that a reference stands for. */
export function referenceLength(reference: Reference, environment: Variables): number {
  return reference.element === null ? variableLength(reference.variable, environment) : 1;
}

/**
 * Names of the variables, each after those that it needs; in code-point order among those that are free. A dependency
 * that is not in `environment` counts as known. Variables on a cycle, or that need one, are absent from the result.
 */
export function variableOrder(environment: Variables): string[] {
  const waiting = new Map(
    sortedKeys(environment).map((name) => [
      name,
      new Set(dependencies(environment[name]!).filter((needed) => Object.hasOwn(environment, needed))),
    ]),
  );
  const order: string[] = [];
  const free = [...waiting].filter(([, needs]) => needs.size === 0).map(([name]) => name);
  while (free.length > 0) {
    const name = free.sort(byCodePoint).shift()!;
    order.push(name);
    waiting.delete(name);
    for (const [other, needs] of waiting) if (needs.delete(name) && needs.size === 0) free.push(other);
  }
  return order;
}
