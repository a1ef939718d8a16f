import { z } from 'zod';
import { MOST_NEIGHBOURS } from '../limits.js';
import { integer, object, text } from './leaves.js';

const POSITIONS = `a list of 1 to ${MOST_NEIGHBOURS} neighbour positions, counted from 0`;

const position = () => integer(0, MOST_NEIGHBOURS - 1).describe('position in the list of neighbours, counted from 0');

const positions = () =>
  z.array(position(), { error: POSITIONS }).min(1, { error: POSITIONS }).max(MOST_NEIGHBOURS, { error: POSITIONS });

const TABLE = 'an integer from 0 to 4294967295, or its bits as text such as "0b10010110"';

/** A unit that does not evolve: a gate over positions of its neighbours, or its whole table. */
export const gateSchema = z
  .union(
    [
      object({ copy: position() }),
      object({ not: position() }),
      object({ and: positions().describe('1 where all of these neighbours are') }),
      object({ or: positions().describe('1 where any of these neighbours is') }),
      object({ xor: positions().describe('parity of these neighbours') }),
      object({
        majority: positions().describe(
          '1 where most of these neighbours are; an odd number, so that there are no ties',
        ),
      }),
      object({ constant: z.literal([0, 1], { error: '0 or 1' }).describe('always this') }),
      object({
        table: z
          .union([integer(0, 2 ** 32 - 1), text(/^0b[01]{1,32}$/, TABLE)], { error: TABLE })
          .describe(
            'bit i, counted from the lowest, is the output for index i = sum of state(neighbour j) << j; as text, a digit for each index, the highest first',
          ),
      }),
    ],
    {
      error:
        'a gate: one of {copy: 0}, {not: 0}, {and: [0, 1]}, {or: …}, {xor: …}, {majority: …}, {constant: 0}, {table: 6}',
    },
  )
  .describe('a gate over positions of the list of neighbours');

export type RawGate = z.output<typeof gateSchema>;
