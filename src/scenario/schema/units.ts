import { z } from 'zod';
import { MOST_MAGNITUDE } from '../limits.js';
import { integer, number, object, positive, tag, variants, word } from './leaves.js';

export const unitsSchema = variants(
  'kind',
  ['lut', 'analog'],
  [
    object({ kind: tag('lut', 'a lookup table of 2^K bits') }),
    object({
      kind: tag('analog', 'a weighted sum of its neighbours through an activation, with noise'),
      activation: word(['tanh', 'relu', 'linear']).default('tanh').describe('function of the weighted sum'),
      noise: number(0, MOST_MAGNITUDE)
        .default(0.1)
        .describe('standard deviation of the normal noise that is added to an output at each tick'),
      scale: positive().default(1).describe('the K weights and the bias are drawn from N(0, scale²/K)'),
      strength: z
        .union(
          [word(['gaussian']), object({ bins: integer(2, 64).describe('cells to a value, cut at its quantiles') })],
          { error: 'gaussian, or {bins: number}' },
        )
        .default('gaussian')
        .describe('how strengths are estimated: from covariances, or from counts in bins'),
    }),
  ],
)
  .default({ kind: 'lut' })
  .describe('the family of units: look-up tables, or analog units');

export type RawUnits = z.output<typeof unitsSchema>;
