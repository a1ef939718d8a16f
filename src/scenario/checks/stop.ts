import { sortedKeys } from '../../base/order.js';
import type { Faults } from '../document/faults.js';
import { hint, showNames } from '../document/show.js';
import type { Draft } from '../draft.js';
import { MOST_GAUSSIAN_BITS } from '../limits.js';
import { watchedPairs } from '../watched-pairs.js';

/** Bits between ports of so many sites, at most: one for each site of a table, what its bins tell of a number's. */
function mostStrength({ units }: Draft, sources: number, sinks: number): number {
  if (units?.kind !== 'analog') return Math.min(sources, sinks);
  return units.strength === 'gaussian'
    ? Math.min(1, sources) * MOST_GAUSSIAN_BITS * sinks
    : Math.log2(units.strength.bins) * Math.min(sources, sinks);
}

/** Early stopping waits for channels that there are, at strengths that they can have. */
export function checkStop(draft: Draft, faults: Faults): void {
  const { when, tree, sites } = draft;
  if (when === null) return;
  const added = draft.watchAll ? watchedPairs(draft.ports.specs, draft.channels.specs) : {};
  const legal = [...new Set([...draft.channels.names, ...Object.keys(added)])];
  if (Object.keys(when).length === 0) {
    faults.at(tree, ['stop', 'when'], 'no channels; expected at least one, such as {through: 0.9}');
  }
  for (const name of sortedKeys(when)) {
    const path = ['stop', 'when', name];
    if (!legal.includes(name)) {
      faults.atKey(tree, path, `no such channel;${hint(name, legal)} expected one of ${showNames(legal)}`);
      continue;
    }
    const channel = draft.channels.specs[name] ?? added[name];
    if (channel === undefined || sites === null) continue;
    const most = mostStrength(draft, sites.get(channel.from) ?? 0, sites.get(channel.to) ?? 0);
    if (most > 0 && when[name]! > most) {
      faults.at(tree, path, `${when[name]} bits, more than the ports of ${name} can carry; expected at most ${most}`);
    }
  }
}
