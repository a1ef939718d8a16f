import type { VariableSpec } from '../../scenario/scenario.js';
import { conditional } from './factor.js';
import { drawPlane, type VariableFamily } from './variable-family.js';

/** `fair`: independent bits of probability ½; a vector where a length was given. */
export const fair: VariableFamily<Extract<VariableSpec, { kind: 'fair' }>> = {
  isScalar: (spec) => spec.length === null,
  sample(variable, _spec, draw) {
    for (let i = 0; i < variable.length; i++) drawPlane(draw, variable.firstElement + i, 0.5);
  },
  factors: (variable) =>
    Array.from({ length: variable.length }, (_, i) => conditional([], variable.firstElement + i, () => 0.5)),
};

/** `biased`: one bit that is 1 with the probability given. */
export const biased: VariableFamily<Extract<VariableSpec, { kind: 'biased' }>> = {
  isScalar: () => true,
  sample(variable, spec, draw) {
    drawPlane(draw, variable.firstElement, spec.probability);
  },
  factors: (variable, spec) => [conditional([], variable.firstElement, () => spec.probability)],
};
