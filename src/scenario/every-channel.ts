import type { Draft } from './draft.js';
import type { ChannelSpec } from './scenario.js';
import { watchedPairs } from './watched-pairs.js';

/** The channels of a document of the right form, those that `watch: all` adds among them. */
export function everyChannel({ channels, ports, watchAll }: Draft): Readonly<Record<string, ChannelSpec>> {
  return watchAll ? { ...watchedPairs(ports.specs, channels.specs), ...channels.specs } : channels.specs;
}
