import { z } from 'zod';
import { gateSchema } from './gates.js';
import { named, object, probability, unitsLetter, word } from './leaves.js';

export const priorSchema = z
  .union(
    [
      object({ bit: probability().describe('probability that a table bit is 1') }),
      object({
        family: word(['balanced', 'linear', 'sparse', 'reversible']).describe('whole tables, uniform over a family'),
      }),
    ],
    { error: '{bit: probability}, or {family: word}' },
  )
  .default({ bit: 0.5 })
  .describe('the law of each free table, which mutation leaves unchanged');

const letters = (what: string) =>
  z.array(unitsLetter(), { error: what }).min(1, { error: what }).describe('regions or read ports, row by row');

export const tieSchema = object({
  from: letters('a list of regions or read ports'),
  to: letters('a list of regions or read ports'),
  fraction: probability().describe('probability that a table bit (or parameter) of the second is a copy of the first'),
  sign: z
    .literal([1, -1], { error: '1 or -1' })
    .default(1)
    .describe('-1: scrambled by the parity of all inputs; a parameter negated'),
});

export const fixedSchema = named(unitsLetter(), gateSchema, 'letters of regions or read ports to gates');

export const genomeSchema = object({
  prior: priorSchema,
  begin: z
    .union([z.literal('prior'), gateSchema], { error: 'prior, or a gate such as {copy: 0}' })
    .default('prior')
    .describe('the first population: draws from the prior, or one gate at every free unit'),
  fixed: fixedSchema.default({}).describe('units that do not evolve, by the letter of their region or read port'),
  shared: z
    .array(letters('a list of regions or read ports'), { error: 'a list of lists of regions or read ports' })
    .default([])
    .describe('groups whose units all express one locus; none by default'),
  ties: z
    .array(tieSchema, { error: 'a list of {from, to, fraction, sign}' })
    .default([])
    .describe('table bits (or parameters) of units that are copies of those of others; none by default'),
})
  .prefault({})
  .describe('what evolves, and what it is drawn from');

export type RawTie = z.output<typeof tieSchema>;
