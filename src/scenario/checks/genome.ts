import { sortedKeys } from '../../base/order.js';
import type { Faults } from '../document/faults.js';
import type { Draft } from '../draft.js';
import { checkGate } from './gate.js';
import { checkUnitsLetter } from './units-letter.js';

/** Gates are fixed where there are units, and groups share where units evolve, each in one group only. */
export function checkGenome(draft: Draft, faults: Faults): void {
  const { fixed, begin } = draft;
  for (const letter of fixed.names) checkUnitsLetter(draft, faults, ['genome', 'fixed', letter], letter);
  for (const letter of sortedKeys(fixed.specs)) {
    checkGate(draft, faults, ['genome', 'fixed', letter], fixed.specs[letter]!);
  }
  if (begin !== null) checkGate(draft, faults, ['genome', 'begin'], begin);
  checkShared(draft, faults);
}

function checkShared(draft: Draft, faults: Faults): void {
  const groupOf = new Map<string, number>();
  draft.shared.forEach((letters, group) => {
    letters.forEach((letter, index) => {
      if (letter === null) return;
      const path = ['genome', 'shared', group, index];
      checkUnitsLetter(draft, faults, path, letter);
      if (draft.fixed.names.has(letter)) {
        faults.at(draft.tree, path, `${letter}, which genome.fixed holds to a gate; expected units that evolve`);
      }
      const before = groupOf.get(letter);
      if (before !== undefined) {
        const where = before === group ? 'in the same group' : `after genome.shared.${before}`;
        faults.at(draft.tree, path, `${letter} again, ${where}; expected each letter in one group, once`);
      }
      groupOf.set(letter, before ?? group);
    });
  });
}
