import type { Faults } from '../document/faults.js';
import { show } from '../document/show.js';
import { type Path, valueAt } from '../document/tree.js';
import type { Draft } from '../draft.js';
import { neighbourCount } from '../neighbours.js';
import type { GateSpec } from '../scenario.js';

/** A gate reads neighbours that there are, its table has as many bits, and its majority is never tied. `at`: the gate's path. */
export function checkGate(draft: Draft, faults: Faults, at: Path, gate: GateSpec): void {
  const path = [...at, gate.kind];
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
    const place = 'inputs' in gate ? [...path, index] : path;
    faults.at(draft.tree, place, `${input}, where ${reads}; expected a position from 0 to ${count - 1}`);
  });
}
