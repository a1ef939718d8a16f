import type { VariableSpec } from '../../scenario/scenario.js';
import { conditional } from './factor.js';
import { drawPlane, planeOf, type VariableFamily } from './variable-family.js';

/** `markov`: a chain whose first element is fair and each next differs from the one before with probability `flip`. */
export const markov: VariableFamily<Extract<VariableSpec, { kind: 'markov' }>> = {
  isScalar: () => false,
  sample(variable, spec, draw) {
    drawPlane(draw, variable.firstElement, 0.5);
    for (let element = variable.firstElement + 1; element < variable.firstElement + variable.length; element++) {
      const before = planeOf(draw, element - 1);
      const plane = drawPlane(draw, element, spec.flip);
      for (let word = 0; word < plane.length; word++) plane[word]! ^= before[word]!;
    }
  },
  factors: (variable, spec) =>
    Array.from({ length: variable.length }, (_, i) => {
      const element = variable.firstElement + i;
      if (i === 0) return conditional([], element, () => 0.5);
      return conditional([element - 1], element, ([before]) => (before === 1 ? 1 - spec.flip : spec.flip));
    }),
};
