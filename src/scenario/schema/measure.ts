import { z } from 'zod';
import { SAMPLE_GRANULE } from '../../base/planes.js';
import { MOST_GENERATIONS, MOST_INDIVIDUALS, MOST_JOINT_BITS, MOST_SAMPLES } from '../limits.js';
import { channelName, integer, named, object, positive, word } from './leaves.js';

const SAMPLES = `a multiple of ${SAMPLE_GRANULE} from ${SAMPLE_GRANULE} to ${MOST_SAMPLES}`;

export const samplesSchema = z
  .int({ error: SAMPLES })
  .min(SAMPLE_GRANULE, { error: SAMPLES })
  .max(MOST_SAMPLES, { error: SAMPLES })
  .multipleOf(SAMPLE_GRANULE, { error: SAMPLES })
  .default(4096)
  .describe('environment samples on which every genotype is measured in a generation');

export const measureSchema = object({
  samples: samplesSchema,
  every: integer(1, MOST_GENERATIONS).default(10).describe('generations between two rows of the result tables'),
  stimulus: word(['fresh', 'fixed']).default('fresh').describe('new samples each generation, or the same for the run'),
  prior: integer(1, MOST_INDIVIDUALS)
    .default(10000)
    .describe('genotypes that each island draws from the prior for the coupling of its channels at the start'),
})
  .prefault({})
  .describe('how often and how well everything is measured');

export const whenSchema = named(
  channelName(),
  positive(MOST_JOINT_BITS).describe('mean strength in bits'),
  'names of channels to strengths in bits',
);

export const stopSchema = object({
  generations: integer(0, MOST_GENERATIONS).describe('generations after the first'),
  when: whenSchema.optional().describe('stop earlier, once each of these channels has at least this mean strength'),
}).describe('when a run ends');
