import { sortedKeys } from '../../base/order.js';
import { ALL_CONTEXTS } from '../contexts.js';
import type { Faults } from '../document/faults.js';
import type { Draft } from '../draft.js';
import { checkReference } from './references.js';

/** Each context sets variables of one bit that are there; some weight is positive; none has the name of all together. */
export function checkContexts(draft: Draft, faults: Faults): void {
  const { contexts, tree, lengths } = draft;
  if (!contexts.isGiven) return;
  if (contexts.names.size === 0) {
    faults.at(tree, ['contexts'], 'no contexts; expected at least one, or no such key: then there is one, `all`');
    return;
  }
  if (contexts.names.size > 1 && contexts.names.has(ALL_CONTEXTS)) {
    faults.atKey(
      tree,
      ['contexts', ALL_CONTEXTS],
      'not usable as a name beside others: in the tables it stands for all contexts together; expected another',
    );
  }
  for (const name of sortedKeys(contexts.specs)) {
    for (const variable of sortedKeys(contexts.specs[name]!.set)) {
      const path = ['contexts', name, 'set', variable];
      checkReference(draft, faults, path, variable);
      const length = lengths.get(variable);
      if (length === undefined || length === 1) continue;
      faults.atKey(tree, path, `a variable of ${length} bits; expected one of a single bit, since it is set to 0 or 1`);
    }
  }
  const specs = Object.values(contexts.specs);
  if (specs.length < contexts.names.size || specs.some(({ weight }) => weight > 0)) return;
  faults.at(tree, ['contexts'], 'every weight is 0; expected at least one above 0, since fitness is a weighted sum');
}
