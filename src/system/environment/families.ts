import type { VariableSpec } from '../../scenario/scenario.js';
import { copy } from './copy.js';
import { gaussian } from './gaussian.js';
import { biased, fair } from './independent.js';
import { ising } from './ising.js';
import { logic } from './logic.js';
import { markov } from './markov.js';
import type { VariableFamily } from './variable-family.js';

/** Every kind of environment variable: a new kind is one file and one line here. */
export const families: Readonly<Record<VariableSpec['kind'], VariableFamily>> = {
  fair,
  biased,
  copy,
  xor: logic,
  and: logic,
  or: logic,
  majority: logic,
  markov,
  ising,
  gaussian,
};
