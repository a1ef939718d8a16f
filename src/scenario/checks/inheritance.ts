import { sortedKeys } from '../../base/order.js';
import type { Faults } from '../document/faults.js';
import { hint, show, showNames } from '../document/show.js';
import type { Path } from '../document/tree.js';
import type { Draft } from '../draft.js';
import { everyChannel } from '../every-channel.js';
import { checkRegion } from './region.js';

/** Drive and copying are of regions that evolve by themselves; a drive is toward a channel, and children have two parents. */
export function checkInheritance(draft: Draft, faults: Faults): void {
  for (const { path, crossoverRate, drive, copying } of draft.variations) {
    if (drive !== null) {
      checkEvolving(draft, faults, [...path, 'drive', 'region'], drive.region);
      checkToward(draft, faults, [...path, 'drive', 'toward'], drive.toward);
      if (crossoverRate === 0) {
        faults.atKey(
          draft.tree,
          [...path, 'drive'],
          'a drive where no child has two parents to inherit from; expected crossover of a rate above 0 beside it, such as {kind: uniform, rate: 0.5}',
        );
      }
    }
    if (copying !== null) checkEvolving(draft, faults, [...path, 'copying', 'region'], copying.region);
  }
}

function checkEvolving(draft: Draft, faults: Faults, path: Path, region: string): void {
  if (!checkRegion(draft, faults, path, region)) return;
  const refuse = (why: string): void => faults.at(draft.tree, path, `${region}, ${why}`);
  if (draft.fixed.names.has(region)) refuse('which genome.fixed holds to a gate; expected a region that evolves');
  const others = draft.shared.find((letters) => letters.includes(region))?.filter((letter) => letter !== region) ?? [];
  if (others.length > 0) {
    refuse(`which shares a locus with ${showNames(others.map(String))}; expected a region whose loci are its own`);
  }
}

function checkToward(draft: Draft, faults: Faults, path: Path, toward: string): void {
  if (!draft.channels.isGiven || draft.channels.names.has(toward)) return;
  const legal = sortedKeys(everyChannel(draft));
  if (legal.includes(toward)) return;
  faults.at(draft.tree, path, `${show(toward)};${hint(toward, legal)} expected a channel among ${showNames(legal)}`);
}
