import { z } from 'zod';
import { MOST_ELEMENTS, MOST_ISING_ROWS, MOST_MAGNITUDE, MOST_OPERANDS } from '../limits.js';
import { integer, name, named, number, object, probability, reference } from './leaves.js';

const OPERANDS = `a list of 1 to ${MOST_OPERANDS} variables`;

const operands = () =>
  z.array(reference(), { error: OPERANDS }).min(1, { error: OPERANDS }).max(MOST_OPERANDS, { error: OPERANDS });

const ISING_ROWS = `rows from 1 to ${MOST_ISING_ROWS} (the strip's height; exchange rows and columns, or use a lower strip)`;

const ISING = `[rows, columns], rows from 1 to ${MOST_ISING_ROWS}`;

/** One variable of the environment. */
export const variableSchema = z
  .union(
    [
      z.literal('fair', { error: 'fair' }).describe('one fair bit'),
      object({ fair: integer(1, MOST_ELEMENTS).describe('number of independent fair bits') }),
      object({ biased: probability().describe('probability of a 1') }),
      object({
        copy: reference().describe('variable that is copied, element by element'),
        flip: probability().default(0).describe('probability that a bit of the copy is flipped'),
      }),
      object({ and: operands().describe('1 where all of these are') }),
      object({ or: operands().describe('1 where any of these is') }),
      object({ xor: operands().describe('parity of these') }),
      object({ majority: operands().describe('1 where most of these are; an odd number, so that there are no ties') }),
      object({
        markov: integer(1, MOST_ELEMENTS).describe('length of a stationary binary Markov chain'),
        flip: probability().describe('probability that neighbouring elements differ'),
      }),
      object({
        ising: z
          .tuple([integer(1, MOST_ISING_ROWS, ISING_ROWS), integer(1, MOST_ELEMENTS)], { error: ISING })
          .describe('[rows, columns] of a strip of spins with free borders; its elements row by row'),
        coupling: number(-MOST_MAGNITUDE, MOST_MAGNITUDE).describe('J/kT between neighbouring spins'),
      }),
      object({
        gaussian: integer(1, MOST_ELEMENTS).describe(
          'number of independent standard normal variables, for analog units',
        ),
      }),
    ],
    {
      error:
        'a variable: fair, or one of {fair: 4}, {biased: 0.2}, {copy: x, flip: 0.05}, {and: [a, b]}, {or: …}, {xor: …}, {majority: …}, {markov: 16, flip: 0.1}, {ising: [4, 16], coupling: 0.4}, {gaussian: 2}',
    },
  )
  .describe('gates work element by element on variables of equal length');

export type RawVariable = z.output<typeof variableSchema>;

export const environmentSchema = named(name(), variableSchema, 'names of variables to what they are').describe(
  'the variables outside the lattice',
);

/** One condition under which everything is measured. */
export const contextSchema = object({
  set: named(name(), z.literal([0, 1], { error: '0 or 1' }), 'names of variables to 0 or 1')
    .default({})
    .describe('one-bit variables held at a value in this context; all other draws are the same in all contexts'),
  weight: number(0, MOST_MAGNITUDE).default(1).describe('share in fitness; weights are normalised to sum to 1'),
});

export type RawContext = z.output<typeof contextSchema>;

export const contextsSchema = named(name(), contextSchema, 'names of contexts to {set, weight}')
  .optional()
  .describe('conditions under which everything is measured; one context `all` of weight 1 by default');
