import type { z } from 'zod';
import { MOST_GENERATIONS, MOST_INDIVIDUALS, MOST_MAGNITUDE } from '../limits.js';
import { channelName, integer, number, object, positive, probability, regionLetter, tag, variants } from './leaves.js';

export const populationSchema = object({
  size: integer(1, MOST_INDIVIDUALS).default(500).describe('individuals on each island'),
  islands: integer(1, MOST_INDIVIDUALS).default(8).describe('separate populations'),
  migration: object({
    every: integer(1, MOST_GENERATIONS).describe('generations between two migrations'),
    rate: probability().describe('fraction of each island that replaces the same places of the next'),
  })
    .optional()
    .describe('exchange along a ring of islands; none by default'),
})
  .prefault({})
  .describe('who evolves');

export const selectionSchema = variants(
  'scheme',
  ['tournament', 'truncation', 'rank', 'boltzmann', 'proportional', 'none'],
  [
    object({
      scheme: tag('tournament', 'the fittest of a few contestants is the parent').default('tournament'),
      size: integer(1, MOST_INDIVIDUALS).default(3).describe('contestants, drawn with replacement'),
    }),
    object({
      scheme: tag('truncation', 'the best of the island share all offspring'),
      fraction: positive(1).describe('fraction of the island that has offspring'),
    }),
    object({
      scheme: tag('rank', 'parentage grows linearly with rank'),
      pressure: number(1, 2).describe('expected offspring of the best, against 1 on average'),
    }),
    object({
      scheme: tag('boltzmann', 'parentage grows exponentially with fitness'),
      beta: number(0, MOST_MAGNITUDE).describe('parentage is proportional to exp(beta × fitness), per bit'),
    }),
    object({ scheme: tag('proportional', 'parentage is proportional to fitness') }),
    object({ scheme: tag('none', 'every individual is equally likely to be a parent') }),
  ],
).describe('how fitness decides on parentage');

const crossover = variants(
  'kind',
  ['none', 'uniform', 'onePoint'],
  [
    object({ kind: tag('none', 'every child has one parent') }),
    object({
      kind: tag('uniform', 'each locus from either parent by a fair coin'),
      rate: probability().describe('fraction of children with two parents'),
    }),
    object({
      kind: tag('onePoint', 'loci up to a point from one parent, the rest from the other, in row-major order'),
      rate: probability().describe('fraction of children with two parents'),
    }),
  ],
);

export const driveSchema = object({
  region: regionLetter().describe('region that is inherited as one block'),
  toward: channelName().describe('the payload channel'),
  bias: probability().describe('probability of inheriting the block of the parent with the stronger payload'),
});

export const copyingSchema = object({
  region: regionLetter().describe('region whose loci overwrite'),
  rate: probability().describe('probability per locus and child'),
});

export const variationSchema = object({
  mutation: object({
    perGenome: number(0, MOST_MAGNITUDE)
      .default(1)
      .describe(
        'expected number of table bits redrawn in each child; of whole tables under a prior family; of parameters of analog units',
      ),
    step: positive(1)
      .optional()
      .describe('of analog units: share of the prior in a changed parameter, 1 being a new draw; 0.3 by default'),
  })
    .prefault({})
    .describe('random changes of tables or parameters'),
  crossover: crossover.default({ kind: 'none' }).describe('exchange of whole loci between two parents'),
  drive: driveSchema
    .optional()
    .describe('a region that children of two parents inherit as one block, with a bias; none by default'),
  copying: copyingSchema.optional().describe('a region whose loci overwrite those of adjacent units; none by default'),
})
  .prefault({})
  .describe('how children differ from their parents');

export type RawVariation = z.output<typeof variationSchema>;
export type RawDrive = z.output<typeof driveSchema>;
export type RawCopying = z.output<typeof copyingSchema>;
