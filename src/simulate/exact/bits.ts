import type { Step, Value } from '../program/program.js';

/**
 * A random bit or a state that a table of probabilities is indexed by: a step of the program, or a plane by its kind and
 * index (`border 3`, `start 7`, `element 0`). A plane and its complement are one bit.
 */
export type Bit = Step | string;

/** A value as a bit, complemented where `flip` is 1; without a bit it is the constant `flip`. */
export interface Wire {
  readonly bit: Bit | null;
  readonly flip: 0 | 1;
}

export function wireOf(value: Value): Wire {
  if (value.kind === 'step') return { bit: value, flip: 0 };
  const flip = value.complement ? 1 : 0;
  return value.kind === 'zero' ? { bit: null, flip } : { bit: `${value.kind} ${value.index}`, flip };
}

/** The environment element that a bit is; null for all other bits. */
export function elementOf(bit: Bit): number | null {
  return typeof bit === 'string' && bit.startsWith('element ') ? Number(bit.slice('element '.length)) : null;
}
