import { z } from 'zod';
import { MOST_NAME_CHARACTERS } from '../../scenario/limits.js';
import { integer, named, number, object, text, word } from '../../scenario/schema/leaves.js';
import { axisName, axisSchema, keyPath } from './axis-schema.js';
import { designSchema } from './design-schema.js';
import { MOST_POINTS, MOST_RETRIES, MOST_SECONDS } from './limits.js';

const COMMANDS = 'a list of run, pressure or both, each once';

/** The whole format of a sweep file; what involves two places of it is checked when it is loaded. */
export const sweepSchema = object({
  name: text(
    new RegExp(`^[a-z0-9][a-z0-9._-]{0,${MOST_NAME_CHARACTERS - 1}}$`),
    `1 to ${MOST_NAME_CHARACTERS} small letters, digits, ".", "_" or "-", a letter or digit first`,
  ).describe("name of the sweep's directory"),
  scenario: text(/\S/, 'the path of a scenario file, from the folder of this one').describe(
    'the base scenario, from the folder of this file',
  ),
  set: named(keyPath(), z.unknown(), 'paths of keys to values')
    .default({})
    .describe('what is different from the base in every point, e.g. {population.size: 100}'),
  axes: named(axisName(), axisSchema, 'names of axes to what they are')
    .default({})
    .describe('what is varied; each axis is a column of the merged tables'),
  design: designSchema.optional().describe('how the axes are combined; the product of all of them by default'),
  where: text(/\S/, 'an SQL condition over axes and replicate')
    .optional()
    .describe('SQL condition (DuckDB) over axes and replicate: only points that meet it are kept'),
  replicates: z
    .union(
      [
        integer(1, MOST_POINTS),
        object({
          count: integer(1, MOST_POINTS).describe('runs of each point'),
          seeds: word(['apart', 'shared'])
            .default('apart')
            .describe('every run a seed of its own, or one for each replicate, the same for all points'),
        }),
      ],
      { error: `an integer from 1 to ${MOST_POINTS}, or {count, seeds}` },
    )
    .default(1)
    .describe('runs of each point, each with a seed derived from that of the base'),
  commands: z
    .array(word(['run', 'pressure']), { error: COMMANDS })
    .min(1, { error: COMMANDS })
    .refine((commands) => new Set(commands).size === commands.length, { error: COMMANDS })
    .default(['run'])
    .describe('what is computed for a point, in this order'),
  evaluator: text(/\S/, 'the name of an evaluator')
    .optional()
    .describe("who evaluates, as --evaluator of scarce run; the usual one of the scenario's units by default"),
  retries: integer(0, MOST_RETRIES).default(2).describe('how often a failed run is tried again'),
  checkpoint: number(0.1, MOST_SECONDS)
    .default(10)
    .describe(
      'seconds between two checkpoints of a run, at least; it is gone on from the last where a process was killed',
    ),
  lease: object({
    beat: number(0.1, MOST_SECONDS).default(10).describe('seconds between two signs of life of whoever computes a run'),
    stale: number(0.3, MOST_SECONDS)
      .default(120)
      .describe('seconds without one after which anyone may take the run over'),
  })
    .prefault({})
    .describe('how a run is claimed by a process, and when it is taken for dead'),
});

export type RawSweep = z.output<typeof sweepSchema>;

/** JSON Schema (draft 2020-12) of a sweep file, for editors. */
export function sweepJsonSchema(): object {
  return {
    ...z.toJSONSchema(sweepSchema, { target: 'draft-2020-12', io: 'input' }),
    title: 'scarce sweep',
    description: 'Many runs of one scenario: what is varied, how it is combined and how often it is repeated.',
  };
}
