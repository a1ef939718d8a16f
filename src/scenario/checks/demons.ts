import { sortedKeys } from '../../base/order.js';
import type { Faults } from '../document/faults.js';
import { hint, show, showNames } from '../document/show.js';
import type { Path } from '../document/tree.js';
import type { Draft } from '../draft.js';
import { everyChannel } from '../every-channel.js';
import { FITNESS } from '../fitness.js';
import type { ChannelSpec } from '../scenario.js';
import type { RawDemon } from '../schema/demons.js';
import { wiringOf } from '../ways.js';
import type { Carriers } from './carriers.js';
import { checkDriver } from './driver.js';
import { checkHitchhiker } from './hitchhiker.js';
import { checkHostage } from './hostage.js';

/** Each demon lives between a channel without reward and one with a reward, and its mechanism is there. */
export function checkDemons(draft: Draft, faults: Faults): void {
  const wiring = draft.demons.names.size === 0 ? null : wiringOf(draft);
  for (const name of sortedKeys(draft.demons.specs)) {
    const path = ['demons', name];
    const demon = draft.demons.specs[name]!;
    const carriers: Carriers = {
      payload: carrier(draft, faults, [...path, 'payload'], demon.payload, false),
      host: carrier(draft, faults, [...path, 'host'], demon.host, true),
    };
    if (demon.kind === 'hitchhiker') checkHitchhiker(draft, faults, path, demon, carriers, wiring);
    else if (demon.kind === 'driver') checkDriver(draft, faults, path, demon);
    else if (draft.units?.kind !== 'analog') checkHostage(draft, faults, path, demon, carriers, wiring);
  }
  if (draft.demons.names.has(FITNESS)) {
    const given = 'not usable as a name: in the tables it stands for fitness itself; expected another';
    faults.atKey(draft.tree, ['demons', FITNESS], given);
  }
}

/** The channel of a name, where it is there and has a reward or has none, as is asked for. */
function carrier(
  draft: Draft,
  faults: Faults,
  path: Path,
  name: RawDemon['payload'],
  isRewarded: boolean,
): ChannelSpec | null {
  const { channels } = draft;
  if (!channels.isGiven) return null;
  const every = everyChannel(draft);
  const channel = every[name];
  if (channel !== undefined && (channel.reward !== null) === isRewarded) return channel;
  // A channel that is given, but not of the right form, has its own fault.
  if (channel === undefined && channels.names.has(name)) return null;
  const legal = sortedKeys(every).filter((other) => (every[other]!.reward !== null) === isRewarded);
  const wrong = isRewarded ? 'a channel without reward;' : 'a channel with a reward;';
  const given = channel === undefined ? `no such channel;${hint(name, legal)}` : wrong;
  const expected = isRewarded ? 'a rewarded channel' : 'a channel without reward';
  faults.at(draft.tree, path, `${show(name)}, ${given} expected ${expected} (${showNames(legal)})`);
  return null;
}
