import type { Faults } from '../document/faults.js';
import { showNames } from '../document/show.js';
import type { Path } from '../document/tree.js';
import type { Draft } from '../draft.js';
import { checkReference } from './references.js';
import { sitesWriting } from './sites-of.js';

/** The variable that holds a sentinel's gates is set to either value by some context, and written somewhere. */
export function checkHolder(draft: Draft, faults: Faults, path: Path, variable: string): void {
  const { tree, contexts, environment, ports } = draft;
  checkReference(draft, faults, path, variable);
  if (!environment.names.has(variable)) return;
  const values = new Set(Object.values(contexts.specs).map(({ set }) => set[variable]));
  if (!(values.has(0) && values.has(1)) && Object.keys(contexts.specs).length === contexts.names.size) {
    const given = contexts.isGiven ? showNames([...contexts.names]) : 'not given';
    faults.at(
      tree,
      path,
      `${variable}, which is not 0 in one context and 1 in another (contexts: ${given}); expected contexts such as {on: {set: {${variable}: 1}}, off: {set: {${variable}: 0}, weight: 0}}`,
    );
  }
  const arePortsWhole = ports.isGiven && Object.keys(ports.specs).length === ports.names.size;
  if (!arePortsWhole || draft.grid === null || sitesWriting(draft, variable).length > 0) return;
  faults.at(tree, path, `${variable}, which no port writes; expected a port such as {write: ${variable}}`);
}

/** Whether a table lets the payload's input through at one value of the holder's input and not at the other, and always the host's. */
export function isHeld(table: number, inputs: number, host: number, payload: number, holder: number): boolean {
  const depends = (input: number, value: number): boolean => {
    for (let index = 0; index < 1 << inputs; index++) {
      const flipped = index ^ (1 << input);
      if (((index >>> holder) & 1) === value && (((table >>> index) ^ (table >>> flipped)) & 1) === 1) return true;
    }
    return false;
  };
  return depends(host, 0) && depends(host, 1) && depends(payload, 0) !== depends(payload, 1);
}
