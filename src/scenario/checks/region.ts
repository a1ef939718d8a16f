import type { Faults } from '../document/faults.js';
import { showNames } from '../document/show.js';
import type { Path } from '../document/tree.js';
import type { Draft } from '../draft.js';
import { isRegionLetter } from '../grid.js';

/** Whether a region is on the map, as far as the map can be read; a fault at the letter itself where it is not. */
export function checkRegion(draft: Draft, faults: Faults, path: Path, region: string): boolean {
  if (draft.grid === null || draft.grid.cells.includes(region)) return true;
  const legal = [...new Set(draft.grid.cells.filter(isRegionLetter))].sort();
  const expected = legal.length === 0 ? 'the map has no small letters' : `expected one of ${showNames(legal)}`;
  faults.at(draft.tree, path, `${region}, a region that is not on the map; ${expected}`);
  return false;
}
