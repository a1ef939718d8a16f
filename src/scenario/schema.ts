import { z } from 'zod';
import { MOST_NAME_CHARACTERS, MOST_SEED_CHARACTERS } from './limits.js';
import { demonsSchema } from './schema/demons.js';
import { contextsSchema, environmentSchema } from './schema/environment.js';
import { populationSchema, selectionSchema, variationSchema } from './schema/evolution.js';
import { genomeSchema } from './schema/genome.js';
import { latticeSchema } from './schema/lattice.js';
import { object, text } from './schema/leaves.js';
import { measureSchema, stopSchema } from './schema/measure.js';
import { phasesSchema } from './schema/phases.js';
import { channelsSchema, portsSchema } from './schema/ports.js';
import { pressureSchema } from './schema/pressure.js';
import { unitsSchema } from './schema/units.js';

const SEED = `an integer of at most 2^53 - 1 either way, or text of 1 to ${MOST_SEED_CHARACTERS} characters, not all blank (a larger integer must be quoted)`;

export const seedSchema = z
  .union(
    [
      z.int({ error: SEED }),
      z.string({ error: SEED }).regex(/\S/, { error: SEED }).max(MOST_SEED_CHARACTERS, { error: SEED }),
    ],
    { error: SEED },
  )
  .default(2026)
  .describe('root of all randomness; 7 and "7" are the same seed');

/**
 * The whole format of a scenario file, as it is written: defaults are filled in, nothing else is changed. Whatever
 * involves two places of a file is checked apart, in checks/.
 */
export const scenarioSchema = object({
  name: text(
    new RegExp(`^[a-z0-9][a-z0-9._-]{0,${MOST_NAME_CHARACTERS - 1}}$`),
    `1 to ${MOST_NAME_CHARACTERS} small letters, digits, ".", "_" or "-", a letter or digit first`,
  ).describe('name of the run directory'),
  description: z.string({ error: 'text' }).default('').describe('what the scenario is for'),
  seed: seedSchema,
  lattice: latticeSchema,
  units: unitsSchema,
  environment: environmentSchema,
  contexts: contextsSchema,
  ports: portsSchema,
  channels: channelsSchema,
  genome: genomeSchema,
  demons: demonsSchema,
  population: populationSchema,
  selection: selectionSchema.prefault({}),
  variation: variationSchema,
  measure: measureSchema,
  pressure: pressureSchema.optional(),
  phases: phasesSchema,
  stop: stopSchema,
});

export type RawScenario = z.output<typeof scenarioSchema>;

/** JSON Schema (draft 2020-12) of a scenario file, for editors: every key with its meaning, unit, bounds and default. */
export function jsonSchema(): object {
  return {
    ...z.toJSONSchema(scenarioSchema, { target: 'draft-2020-12', io: 'input' }),
    title: 'scarce scenario',
    description: 'A lattice of small units, its environment, and how it evolves and is measured.',
  };
}
