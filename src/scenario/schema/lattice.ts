import { z } from 'zod';
import { MOST_NEIGHBOURS, MOST_SITES, MOST_TICKS } from '../limits.js';
import { integer, object, probability, word } from './leaves.js';

const OFFSET = 'an offset [row, column], rows growing southwards and columns eastwards';

const offset = z
  .tuple([integer(-MOST_SITES, MOST_SITES), integer(-MOST_SITES, MOST_SITES)], { error: OFFSET })
  .describe(`${OFFSET}: [0, -1] is the western neighbour`);

const list = z
  .array(offset, { error: `a list of 1 to ${MOST_NEIGHBOURS} offsets [row, column]` })
  .min(1, { error: `1 to ${MOST_NEIGHBOURS} offsets` })
  .max(MOST_NEIGHBOURS, { error: `1 to ${MOST_NEIGHBOURS} offsets` });

const random = object({
  random: integer(1, MOST_NEIGHBOURS).describe(
    'number of distinct sites that each unit reads, drawn once from the seed',
  ),
  radius: z
    .union([integer(1, MOST_SITES), z.literal('all')], { error: `an integer from 1 to ${MOST_SITES}, or all` })
    .describe('how far away they may be, in rows and in columns; all: anywhere on the map'),
});

export const neighboursSchema = z
  .union([word(['west', 'west3', 'von-neumann', 'von-neumann+self']), list, random], {
    error:
      'west, west3, von-neumann, von-neumann+self, a list of offsets [row, column], or {random: number, radius: number or all}',
  })
  .describe('what each unit reads, in the order of the bits of its table index');

export const mapSchema = z
  .string({ error: 'the map as a block of text (map: | and indented lines)' })
  .describe(
    'one character per site, blanks ignored: . a unit, # nothing, a capital letter a port, a small letter a unit of that region',
  );

export const latticeSchema = object({
  map: mapSchema,
  neighbours: neighboursSchema,
  ticks: z
    .union([z.literal('auto'), integer(1, MOST_TICKS)], { error: `auto, or an integer from 1 to ${MOST_TICKS}` })
    .default('auto')
    .describe('ticks of one rollout; auto: the largest finite distance from a write port to a read port'),
  noise: probability().default(0).describe("probability that a unit's output flips, at each tick"),
  border: word(['random', 'zero', 'wrap'])
    .default('random')
    .describe('what a neighbour off the map or on # reads: a fair bit per sample, 0, or the other side of the map'),
  start: word(['random', 'zero']).default('random').describe('states of the units before the first tick'),
}).describe('the map of units and how they are wired and updated');
