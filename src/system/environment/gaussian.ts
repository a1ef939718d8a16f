import { fillNormals } from '../../base/normals.js';
import { type Key, Purpose } from '../../base/streams.js';
import type { VariableSpec } from '../../scenario/scenario.js';
import type { Environment } from '../system.js';
import type { VariableFamily } from './variable-family.js';

/**
 * `gaussian`: independent standard normal numbers, always a vector. They are no bits: no bit plane is drawn for them, and
 * they have no part in laws of bits, of which they are independent.
 */
export const gaussian: VariableFamily<Extract<VariableSpec, { kind: 'gaussian' }>> = {
  isScalar: () => false,
  sample: () => {},
  factors: () => [],
};

/** Whether an element is a real number, and not a bit: `[element]`. */
export function realElements({ variables }: Environment): boolean[] {
  return variables.flatMap(({ spec, length }) => new Array<boolean>(length).fill(spec.kind === 'gaussian'));
}

/** Draws a real element's samples, each value at its own address: (gaussian, generation, element). */
export function drawReals(out: Float32Array | Float64Array, key: Key, generation: number, element: number): void {
  fillNormals(out, key, Purpose.gaussian, generation, element);
}
