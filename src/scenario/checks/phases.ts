import type { Faults } from '../document/faults.js';
import type { Draft } from '../draft.js';
import { checkSelection } from './selection.js';

/** Phases follow one another, each begins before the run ends, and each changes something that the islands allow. */
export function checkPhases(draft: Draft, faults: Faults): void {
  const { tree, generations } = draft;
  let latest: number | null = null;
  draft.phases.forEach(({ at, selection, isEmpty }, index) => {
    const path = ['phases', index];
    if (selection !== null) checkSelection(draft, faults, [...path, 'selection'], selection);
    if (isEmpty) {
      faults.at(tree, path, 'a phase that changes nothing; expected selection or variation');
    }
    if (at === null) return;
    if (latest !== null && at <= latest) {
      faults.at(tree, [...path, 'at'], `${at}, after a phase at ${latest}; expected a later generation`);
    }
    if (generations !== null && at >= generations) {
      faults.at(
        tree,
        [...path, 'at'],
        `${at}, in a run of ${generations} ${generations === 1 ? 'generation' : 'generations'}: the phase never acts; expected a generation below stop.generations`,
      );
    }
    latest = Math.max(latest ?? at, at);
  });
}
