import { sortedKeys } from '../../base/order.js';
import type { Faults } from '../document/faults.js';
import { showNames } from '../document/show.js';
import type { Path } from '../document/tree.js';
import type { Draft } from '../draft.js';
import { isPortLetter, isRegionLetter } from '../grid.js';

/** A letter stands for units: a region on the map, or a read port. The fault is placed at the key or item at `path`. */
export function checkUnitsLetter(draft: Draft, faults: Faults, path: Path, letter: string): void {
  if (isPortLetter(letter)) {
    if (!draft.ports.isGiven || draft.ports.specs[letter]?.kind === 'read') return;
    const isUnclear = draft.ports.names.has(letter) && draft.ports.specs[letter] === undefined;
    if (isUnclear) return;
    const legal = sortedKeys(draft.ports.specs).filter((name) => draft.ports.specs[name]!.kind === 'read');
    const given = draft.ports.names.has(letter) ? 'a write port, which has no table' : 'no port';
    faults.atKey(draft.tree, path, `${given}; expected a region or a read port (${showNames(legal)})`);
    return;
  }
  if (!isRegionLetter(letter) || draft.grid === null || draft.grid.cells.includes(letter)) return;
  const legal = [...new Set(draft.grid.cells.filter(isRegionLetter))].sort();
  const expected = legal.length === 0 ? 'the map has no small letters' : `expected one of ${showNames(legal)}`;
  faults.atKey(draft.tree, path, `a region that is not on the map; ${expected}`);
}
