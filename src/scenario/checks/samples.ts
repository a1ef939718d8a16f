import { sortedKeys } from '../../base/order.js';
import type { Faults } from '../document/faults.js';
import type { Draft } from '../draft.js';
import { LEAST_SAMPLES_PER_CELL, MOST_JOINT_BITS } from '../limits.js';
import { watchedPairs } from '../watched-pairs.js';

/**
 * There are enough samples for the significance of every channel, and of every rewarded target. Analog units have no joint
 * cells of bits.
 */
export function checkSamples(draft: Draft, faults: Faults): void {
  const { samples, sites, ports } = draft;
  if (samples === null || sites === null || draft.units?.kind === 'analog') return;
  const channels = {
    ...draft.channels.specs,
    ...(draft.watchAll ? watchedPairs(ports.specs, draft.channels.specs) : {}),
  };
  let most = 0;
  let widest = '';
  for (const name of sortedKeys(channels)) {
    const { from, to, reward } = channels[name]!;
    const sink = sites.get(to) ?? 0;
    const bits = Math.max((sites.get(from) ?? 0) + sink, reward === null ? 0 : 2 * sink);
    if (bits > most && bits <= MOST_JOINT_BITS) {
      most = bits;
      widest = name;
    }
  }
  const least = LEAST_SAMPLES_PER_CELL * 2 ** most;
  if (samples >= least) return;
  faults.at(
    draft.tree,
    ['measure', 'samples'],
    `${samples} samples; expected at least ${least}, ${LEAST_SAMPLES_PER_CELL} for each of the 2^${most} joint cells of channel ${widest}`,
  );
}
