import { z } from 'zod';
import { MOST_INDIVIDUALS, MOST_MAGNITUDE } from '../limits.js';
import { channelName, integer, name, number, object, positive, word } from './leaves.js';

const ALPHA = 'a number above 0 and at most 0.5';
const KEEP = 'a number above 0 and below 1';

/** How the price of a strength in bits of selection is measured: what `scarce pressure` does with a scenario. */
export const pressureSchema = object({
  on: z
    .union(
      [
        channelName(),
        object({
          channel: channelName().describe('a rewarded channel'),
          context: name().optional().describe('one context; all weighted ones by default'),
        }),
      ],
      {
        error: 'the name of a channel, or {channel, context}',
      },
    )
    .optional()
    .describe("the score under pressure: one rewarded channel's, or the run's whole fitness by default"),
  until: z
    .union(
      [
        object({ bits: positive().describe('bits of pressure') }),
        object({ strength: number(0, MOST_MAGNITUDE).describe('the score to be reached, in bits') }),
      ],
      {
        error: '{bits: number} or {strength: number}',
      },
    )
    .default({ bits: 40 })
    .describe('how far: bits of pressure, or a strength in bits'),
  particles: integer(2, MOST_INDIVIDUALS).default(1000).describe('genotypes followed in each repeat'),
  moves: integer(1, MOST_INDIVIDUALS).default(20).describe('steps of each replaced particle at each level'),
  keep: z
    .number({ error: KEEP })
    .gt(0, { error: KEEP })
    .lt(1, { error: KEEP })
    .default(0.5)
    .describe('fraction of the particles that is at or above the next level, at least'),
  repeats: integer(2, MOST_INDIVIDUALS).default(16).describe('independent repeats, from which the errors come'),
  margin: number(0, MOST_MAGNITUDE)
    .default(0.01)
    .describe('rise that a certificate allows: of strengths in bits, of influences as a probability'),
  alpha: z
    .number({ error: ALPHA })
    .gt(0, { error: ALPHA })
    .max(0.5, { error: ALPHA })
    .default(0.05)
    .describe('probability of a wrong verdict among all those of a certificate'),
  direction: word(['open', 'close'])
    .default('open')
    .describe('upwards in the score, or downwards for the price of closing'),
  evidence: word(['auto', 'enumeration', 'splitting'])
    .default('auto')
    .describe('what a certificate rests on: all genotypes where at most 20 bits matter, else splitting, by default'),
}).describe('the pressure curve: how many bits of selection each strength costs (scarce pressure)');

export type RawPressure = z.output<typeof pressureSchema>;
