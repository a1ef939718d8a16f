import { bernoulliWords, probabilityBits } from '../../base/bernoulli.js';
import { type Key, Purpose } from '../../base/streams.js';
import type { VariableSpec } from '../../scenario/scenario.js';
import type { Variable } from '../system.js';
import type { Factor } from './factor.js';

/** Where a generation's environment is drawn: the planes of its elements and the address of its random words. */
export interface EnvironmentDraw {
  readonly key: Key;
  readonly generation: number;
  readonly words: number;
  /** `[element][word]`, row-major; a family fills the planes of its own variable only. */
  readonly planes: Uint32Array;
}

/** One kind of environment variable: how it is named in bits, drawn, and weighed exactly. */
export interface VariableFamily<Spec extends VariableSpec = VariableSpec> {
  /** Whether it is one bit named like the variable, given whether all its operands are; else a vector `x.0`, `x.1`, … */
  isScalar(spec: Spec, scalarOperands: boolean): boolean;
  /** Fills the variable's planes; its operands' are filled already. */
  sample(variable: Variable, spec: Spec, draw: EnvironmentDraw): void;
  /** Factors whose product over all variables is proportional to the joint law of all elements. */
  factors(variable: Variable, spec: Spec): Factor[];
}

/** The plane of one element. */
export function planeOf(draw: EnvironmentDraw, element: number): Uint32Array {
  return draw.planes.subarray(element * draw.words, (element + 1) * draw.words);
}

/** Fills an element's plane with Bernoulli(p) bits at its own address: (environment, generation, element). */
export function drawPlane(draw: EnvironmentDraw, element: number, p: number): Uint32Array {
  const plane = planeOf(draw, element);
  bernoulliWords(plane, probabilityBits(p), draw.key, Purpose.environment, draw.generation, element);
  return plane;
}
