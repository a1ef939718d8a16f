import type { Faults } from '../document/faults.js';
import { valueAt } from '../document/tree.js';
import type { Draft } from '../draft.js';
import { MOST_INDIVIDUALS } from '../limits.js';
import { checkSelection } from './selection.js';

/** Islands are not too many for their size, large enough for the scheme, and several where there is migration. */
export function checkEvolution(draft: Draft, faults: Faults): void {
  const { size, islands, selection, tree } = draft;
  if (size !== null && islands !== null && size * islands > MOST_INDIVIDUALS) {
    faults.at(
      tree,
      ['population', 'size'],
      `${size} individuals on each of ${islands} islands; expected at most ${MOST_INDIVIDUALS} in all`,
    );
  }
  if (islands === 1 && valueAt(tree, ['population', 'migration'])?.kind === 'map') {
    faults.at(
      tree,
      ['population', 'islands'],
      '1, with migration, but nothing to migrate to; expected 2 or more islands, or no migration',
    );
  }
  if (selection !== null) checkSelection(draft, faults, ['selection'], selection);
}
