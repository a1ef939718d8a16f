import { z } from 'zod';
import { MOST_MAGNITUDE } from '../limits.js';
import { integer, number, object, positive, tag, variants, word } from './leaves.js';

/* Parts of the format that can be written and are checked, but that this version does not run yet. */

export const unitsSchema = variants(
  'kind',
  ['lut', 'analog'],
  [
    object({ kind: tag('lut', 'a lookup table of 2^K bits') }),
    object({
      kind: tag('analog', 'a weighted sum through an activation, which is planned'),
      activation: word(['tanh', 'relu', 'linear']).default('tanh').describe('function of the weighted sum'),
      noise: number(0, MOST_MAGNITUDE).default(0.1).describe('standard deviation of what is added to an output'),
      scale: positive().default(1).describe('weights are drawn from N(0, scale²/K)'),
      strength: z
        .union(
          [word(['gaussian']), object({ bins: integer(2, 64).describe('equally likely bins to an activation') })],
          { error: 'gaussian, or {bins: number}' },
        )
        .default('gaussian')
        .describe('how strengths are estimated'),
    }),
  ],
)
  .default({ kind: 'lut' })
  .describe('the family of units: lookup tables; analog units are planned');
