import { z } from 'zod';
import { channelName, named, object, portLetter, positive, reference } from './leaves.js';

/** What stands at a port letter of the map. */
export const portSchema = z.union(
  [
    object({ write: reference().describe('variable held at the sites of this port, one bit to a site, row by row') }),
    object({
      read: z.literal(true, { error: 'true' }).describe('the sites of this port are units, read at the last tick'),
      target: reference().optional().describe('variable that this port is paid for carrying information on'),
    }),
  ],
  { error: 'a port: {write: variable}, {read: true} or {read: true, target: variable}' },
);

export type RawPort = z.output<typeof portSchema>;

export const portsSchema = named(portLetter(), portSchema, 'capital letters of the map to ports').describe(
  'what the capital letters of the map are',
);

export const channelSchema = object({
  from: portLetter().describe('a write port'),
  to: portLetter().describe('a read port'),
  reward: positive()
    .optional()
    .describe('weight in fitness of the information on the target of `to`; without it the channel is only watched'),
});

export type RawChannel = z.output<typeof channelSchema>;

export const watchSchema = z
  .literal('all', { error: 'all' })
  .optional()
  .describe('all: every other pair of a write and a read port becomes a channel without reward, named like C->D');

/** Channels by name, and beside them the key `watch`. */
export const channelsSchema = z
  .object(
    { watch: watchSchema },
    { error: 'a map from names of channels to {from, to, reward}, with at least one channel' },
  )
  .catchall(channelSchema)
  .meta({ minProperties: 1 })
  .describe('information channels, intended (with a reward) and unintended');

/** Names of channels, checked apart: a catchall has no pattern for its keys. */
export const channelNameSchema = channelName();
