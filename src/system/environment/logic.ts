import type { VariableSpec } from '../../scenario/scenario.js';
import { conditional } from './factor.js';
import { planeOf, type VariableFamily } from './variable-family.js';

type LogicSpec = Extract<VariableSpec, { kind: 'xor' | 'and' | 'or' | 'majority' }>;

/** Bitwise strict majority of the words: a counter of their 1s is kept for all 32 samples at once, a bit to a word. */
function majorityWord(words: readonly number[]): number {
  const half = Math.floor(words.length / 2);
  const counter = new Array<number>(Math.floor(Math.log2(words.length)) + 1).fill(0);
  for (const word of words) {
    let carry = word;
    for (let bit = 0; bit < counter.length; bit++) {
      const overflow = counter[bit]! & carry;
      counter[bit]! ^= carry;
      carry = overflow;
    }
  }
  // counter > half, compared from the most significant bit down.
  let greater = 0;
  let equal = -1;
  for (let bit = counter.length - 1; bit >= 0; bit--) {
    if (((half >>> bit) & 1) === 1) {
      equal &= counter[bit]!;
    } else {
      greater |= equal & counter[bit]!;
      equal &= ~counter[bit]!;
    }
  }
  return greater;
}

const combineWords: Record<LogicSpec['kind'], (words: readonly number[]) => number> = {
  xor: (words) => words.reduce((parity, word) => parity ^ word, 0),
  and: (words) => words.reduce((all, word) => all & word, -1),
  or: (words) => words.reduce((any, word) => any | word, 0),
  majority: majorityWord,
};

/**
 * `xor`, `and`, `or`, `majority` of other variables of one length, element by element. A majority is strict: a tie
 * gives 0.
 */
export const logic: VariableFamily<LogicSpec> = {
  isScalar: (_spec, scalarOperands) => scalarOperands,
  sample(variable, spec, draw) {
    const combine = combineWords[spec.kind];
    for (let i = 0; i < variable.length; i++) {
      const plane = planeOf(draw, variable.firstElement + i);
      const inputs = variable.operands.map((elements) => planeOf(draw, elements[i]!));
      for (let word = 0; word < plane.length; word++) plane[word] = combine(inputs.map((input) => input[word]!));
    }
  },
  factors(variable, spec) {
    const combine = combineWords[spec.kind];
    return Array.from({ length: variable.length }, (_, i) =>
      conditional(
        variable.operands.map((elements) => elements[i]!),
        variable.firstElement + i,
        (values) => combine(values) & 1,
      ),
    );
  },
};
