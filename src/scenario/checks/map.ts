import type { Faults } from '../document/faults.js';
import { showNames } from '../document/show.js';
import { valueAt } from '../document/tree.js';
import type { Draft } from '../draft.js';
import { isPortLetter } from '../grid.js';

/** The map is a rectangle of known characters, and its capital letters and the ports are the same letters. */
export function checkMap(draft: Draft, faults: Faults): void {
  const path = ['lattice', 'map'];
  const text = valueAt(draft.tree, path);
  for (const { line, message } of draft.gridProblems) {
    const place = text?.kind === 'scalar' ? text.lines?.[line] : undefined;
    if (place === undefined) faults.at(draft.tree, path, message);
    else faults.add(place, path, message);
  }
  if (draft.grid === null || !draft.ports.isGiven) return;
  const letters = [...new Set(draft.grid.cells.filter(isPortLetter))].sort();
  for (const letter of letters) {
    if (draft.ports.names.has(letter)) continue;
    faults.at(
      draft.tree,
      path,
      `${letter} is on the map but not under ports; add ports.${letter}, or write a small letter or . for a unit`,
    );
  }
  for (const letter of draft.ports.names) {
    if (!isPortLetter(letter) || letters.includes(letter)) continue;
    faults.atKey(draft.tree, ['ports', letter], `a port that is not on the map; expected one of ${showNames(letters)}`);
  }
}
