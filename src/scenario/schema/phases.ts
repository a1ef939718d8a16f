import { z } from 'zod';
import { MOST_GENERATIONS } from '../limits.js';
import { selectionSchema, variationSchema } from './evolution.js';
import { integer, object } from './leaves.js';

export const phaseSchema = object({
  at: integer(1, MOST_GENERATIONS).describe('generation whose individuals are the first parents under these rules'),
  selection: selectionSchema.optional().describe('selection from there on, instead of what it was'),
  variation: variationSchema.optional().describe('variation from there on, instead of what it was'),
});

export const phasesSchema = z
  .array(phaseSchema, { error: 'a list of {at, selection, variation}' })
  .default([])
  .describe('what changes at a generation, in the order of generations; nothing by default');
