import type { Faults } from '../document/faults.js';
import { type Path, valueAt } from '../document/tree.js';
import type { Draft } from '../draft.js';
import type { SelectionSpec } from '../scenario.js';

/** An island is large enough for a selection scheme, which stands at `at`. */
export function checkSelection(draft: Draft, faults: Faults, at: Path, selection: SelectionSpec): void {
  const { size, tree } = draft;
  if (size === null) return;
  if (selection.scheme === 'tournament' && selection.size > size) {
    // Whichever of the two stands in the file; the other may be a default.
    const path = valueAt(tree, [...at, 'size']) ? [...at, 'size'] : ['population', 'size'];
    faults.at(
      tree,
      path,
      `a tournament of ${selection.size} in a population of ${size}; expected a tournament no larger than the population`,
    );
  }
  if (selection.scheme === 'rank' && size < 2) {
    faults.at(tree, [...at, 'scheme'], 'ranks in a population of 1; expected at least 2 individuals');
  }
}
