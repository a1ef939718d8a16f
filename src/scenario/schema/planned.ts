import { z } from 'zod';
import { MOST_GENERATIONS, MOST_MAGNITUDE } from '../limits.js';
import {
  channelName,
  integer,
  name,
  named,
  number,
  object,
  positive,
  regionLetter,
  tag,
  variants,
  word,
} from './leaves.js';

/* Parts of the format that can be written and are checked, but that this version does not run yet. */

const carriers = {
  payload: channelName().describe('the unintended channel that the demon serves'),
  host: channelName().describe('the intended channel that it lives on'),
};

const lockable = {
  ...carriers,
  lock: regionLetter().describe('region that scrambles the host'),
  unlock: regionLetter().describe('region that unscrambles it with the payload'),
};

export const demonsSchema = named(
  name(),
  variants(
    'kind',
    ['hitchhiker', 'hostage', 'sentinel', 'driver'],
    [
      object({
        kind: tag('hitchhiker', 'shares table bits with the host'),
        ...carriers,
        tie: integer(0, MOST_GENERATIONS).describe('index in genome.ties, counted from 0'),
      }),
      object({ kind: tag('hostage', 'the host works only where the payload arrives'), ...lockable }),
      object({
        kind: tag('sentinel', 'a hostage whose gates are held by a context'),
        ...lockable,
        context: name().describe('variable that holds the gates'),
      }),
      object({
        kind: tag('driver', 'favours its own inheritance'),
        ...carriers,
        region: regionLetter().describe('region that drives'),
      }),
    ],
  ),
  'names to demons',
)
  .default({})
  .describe('labels of hereditary parts with a payload of their own (planned)');

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
