import { sortedKeys } from '../../base/order.js';
import type { Faults } from '../document/faults.js';
import { show, showNames } from '../document/show.js';
import type { Draft } from '../draft.js';
import { MOST_JOINT_BITS } from '../limits.js';
import { lengthOf } from '../variable-lengths.js';
import { checkReference } from './references.js';

/** A port's variable or target is given and has one bit for each of the port's sites; ports fit into joint counts. */
export function checkPorts(draft: Draft, faults: Faults): void {
  const { ports, tree } = draft;
  for (const letter of sortedKeys(ports.specs)) {
    const spec = ports.specs[letter]!;
    const reference = spec.kind === 'write' ? spec.variable : spec.target;
    if (reference === null) continue;
    const path = ['ports', letter, spec.kind === 'write' ? 'write' : 'target'];
    checkReference(draft, faults, path, reference);
    const length = lengthOf(reference, draft.environment.specs, draft.lengths);
    const sites = draft.sites?.get(letter) ?? 0;
    if (length === null || sites === 0 || length === sites) continue;
    faults.at(
      tree,
      path,
      `${show(reference)} of ${bits(length)}, for ${sites} ${sites === 1 ? 'site' : 'sites'} of port ${letter}; expected as many bits as sites`,
    );
  }
  checkJointBits(draft, faults, (letter) => draft.sites?.get(letter) ?? 0);
}

/** Every write port is counted against every read port, and a read port against its target. */
function checkJointBits(draft: Draft, faults: Faults, sites: (letter: string) => number): void {
  const letters = sortedKeys(draft.ports.specs);
  const write = letters.filter((letter) => draft.ports.specs[letter]!.kind === 'write');
  for (const sink of letters) {
    const spec = draft.ports.specs[sink]!;
    if (spec.kind === 'write') continue;
    const own = sites(sink);
    const wide = write.filter((source) => sites(source) + own > MOST_JOINT_BITS);
    if (wide.length > 0) {
      faults.atKey(
        draft.tree,
        ['ports', sink],
        `${bits(own)}, too many beside write port ${showNames(wide.map((source) => `${source} of ${bits(sites(source))}`))}; expected at most ${MOST_JOINT_BITS} bits of a write and a read port together`,
      );
    } else if (spec.target !== null && 2 * own > MOST_JOINT_BITS) {
      faults.atKey(
        draft.tree,
        ['ports', sink],
        `${bits(own)}, too many beside its target; expected at most ${MOST_JOINT_BITS} bits of a read port and its target together`,
      );
    }
  }
}

function bits(count: number): string {
  return count === 1 ? '1 bit' : `${count} bits`;
}
