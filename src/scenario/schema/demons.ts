import type { z } from 'zod';
import { MOST_GENERATIONS } from '../limits.js';
import { channelName, integer, name, named, object, regionLetter, tag, variants } from './leaves.js';

const carriers = {
  payload: channelName().describe('the unintended channel that the demon serves'),
  host: channelName().describe('the intended channel that it lives on'),
};

const lockable = {
  ...carriers,
  lock: regionLetter().describe('fixed region that scrambles the host with what the payload carries'),
  unlock: regionLetter().describe('fixed region that unscrambles it with what the payload delivers'),
};

/** A label of a mechanism that stands elsewhere in the file, by its kind. */
export const demonSchema = variants(
  'kind',
  ['hitchhiker', 'hostage', 'sentinel', 'driver'],
  [
    object({
      kind: tag('hitchhiker', 'shares table bits with the host'),
      ...carriers,
      tie: integer(0, MOST_GENERATIONS).describe('index in genome.ties, counted from 0'),
    }),
    object({ kind: tag('hostage', 'the host works only where the payload arrives'), ...lockable }),
    object({
      kind: tag('sentinel', 'a hostage whose gates are held by a context'),
      ...lockable,
      context: name().describe('variable that holds the gates, set by contexts'),
    }),
    object({
      kind: tag('driver', 'favours its own inheritance'),
      ...carriers,
      region: regionLetter().describe('region that drives or copies itself'),
    }),
  ],
);

export const demonsSchema = named(name(), demonSchema, 'names to demons')
  .default({})
  .describe('labels of hereditary parts with a payload of their own; none by default');

export type RawDemon = z.output<typeof demonSchema>;
