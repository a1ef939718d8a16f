import { sortedKeys } from '../../base/order.js';
import type { Faults } from '../document/faults.js';
import { show, showNames } from '../document/show.js';
import { valueAt } from '../document/tree.js';
import type { Draft } from '../draft.js';
import { isPortLetter, isRegionLetter } from '../grid.js';
import { neighbourCount } from '../neighbours.js';
import type { GateSpec } from '../scenario.js';

/** Gates are fixed where there are units, and read neighbours that there are. */
export function checkFixed(draft: Draft, faults: Faults): void {
  for (const letter of draft.fixed.names) checkLetter(draft, faults, letter);
  for (const letter of sortedKeys(draft.fixed.specs)) checkGate(draft, faults, letter, draft.fixed.specs[letter]!);
}

function checkLetter(draft: Draft, faults: Faults, letter: string): void {
  const path = ['genome', 'fixed', letter];
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

function checkGate(draft: Draft, faults: Faults, letter: string, gate: GateSpec): void {
  const path = ['genome', 'fixed', letter, gate.kind];
  if (gate.kind === 'majority' && gate.inputs.length % 2 === 0) {
    const count = gate.inputs.length;
    faults.at(
      draft.tree,
      path,
      `the majority of ${count} neighbours; expected an odd number, so that there are no ties`,
    );
  }
  if (draft.neighbours === null) return;
  const count = neighbourCount(draft.neighbours);
  const reads = `each unit reads ${count} ${count === 1 ? 'neighbour' : 'neighbours'}`;
  if (gate.kind === 'table') {
    const given = valueAt(draft.tree, path);
    if (given?.kind === 'scalar' && typeof given.value === 'string') {
      const digits = given.value.length - '0b'.length;
      if (digits === 2 ** count) return;
      const has = `${given.value} has ${digits} ${digits === 1 ? 'digit' : 'digits'}`;
      faults.at(draft.tree, path, `${has}; expected ${2 ** count}, one for each of the 2^${count} indices`);
      return;
    }
    if (gate.table < 2 ** (2 ** count)) return;
    const bound = `a table of 2^${count} = ${2 ** count} bits, below ${2 ** (2 ** count)}`;
    faults.at(draft.tree, path, `${show(gate.table)}, where ${reads}; expected ${bound}`);
  }
  const inputs = 'inputs' in gate ? gate.inputs : 'input' in gate ? [gate.input] : [];
  inputs.forEach((input, index) => {
    if (input < count) return;
    const at = 'inputs' in gate ? [...path, index] : path;
    faults.at(draft.tree, at, `${input}, where ${reads}; expected a position from 0 to ${count - 1}`);
  });
}
