/** A plane that no genotype changes: read from the stimulus, complemented where a change reading flips it. */
export interface InputPlane {
  readonly kind: 'element' | 'border' | 'start' | 'zero';
  /** Element, border position or unit; 0 for the zero plane. */
  readonly index: number;
  readonly complement: boolean;
}

/** The state of `unit` after one tick, from the values of its neighbours; noise plane `pair` flips it. */
export interface Step {
  readonly kind: 'step';
  readonly unit: number;
  readonly pair: number;
  readonly sources: readonly Value[];
}

/** One bit in every sample. Values are compared by identity: two with the same planes beneath them are one object. */
export type Value = InputPlane | Step;

/**
 * What a reading needs. joint: the values of its symbol's bits, source bits first. change: those pairs of values (as it
 * was, with the flip) that can differ at all.
 */
export type Output =
  | { readonly kind: 'joint'; readonly bits: readonly Value[] }
  | { readonly kind: 'change'; readonly pairs: readonly (readonly [Value, Value])[] };

/** A rollout as a straight-line program: every step stands after those that it reads. */
export interface Program {
  readonly steps: readonly Step[];
  /** In the order of the readings. */
  readonly outputs: readonly Output[];
}

/** All values that the outputs read, with repetitions. */
export function outputValues(outputs: readonly Output[]): readonly Value[] {
  return outputs.flatMap((output) => (output.kind === 'joint' ? output.bits : output.pairs.flat()));
}
