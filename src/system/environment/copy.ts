import type { VariableSpec } from '../../scenario/scenario.js';
import { conditional } from './factor.js';
import { drawPlane, planeOf, type VariableFamily } from './variable-family.js';

/** `copy`: each element of another variable, flipped with probability `flip`, elements independently. */
export const copy: VariableFamily<Extract<VariableSpec, { kind: 'copy' }>> = {
  isScalar: (_spec, scalarOperands) => scalarOperands,
  sample(variable, spec, draw) {
    variable.operands[0]!.forEach((original, i) => {
      const from = planeOf(draw, original);
      const plane = drawPlane(draw, variable.firstElement + i, spec.flip);
      for (let word = 0; word < plane.length; word++) plane[word]! ^= from[word]!;
    });
  },
  factors: (variable, spec) =>
    variable.operands[0]!.map((original, i) =>
      conditional([original], variable.firstElement + i, ([value]) => (value === 1 ? 1 - spec.flip : spec.flip)),
    ),
};
