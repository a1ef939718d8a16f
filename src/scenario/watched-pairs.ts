import { sortedKeys } from '../base/order.js';
import type { ChannelSpec, PortSpec } from './scenario.js';

/** The channels that `watch: all` adds: every pair of a write and a read port that has no channel yet, named `C->D`. */
export function watchedPairs(
  ports: Readonly<Record<string, PortSpec>>,
  channels: Readonly<Record<string, ChannelSpec>>,
): Record<string, ChannelSpec> {
  const given = new Set(Object.values(channels).map(({ from, to }) => `${from}->${to}`));
  const added: Record<string, ChannelSpec> = {};
  for (const from of sortedKeys(ports)) {
    if (ports[from]!.kind !== 'write') continue;
    for (const to of sortedKeys(ports)) {
      const name = `${from}->${to}`;
      if (ports[to]!.kind === 'read' && !given.has(name)) added[name] = { from, to, reward: null };
    }
  }
  return added;
}
