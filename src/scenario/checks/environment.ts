import { sortedKeys } from '../../base/order.js';
import type { Faults } from '../document/faults.js';
import { showNames } from '../document/show.js';
import type { Path } from '../document/tree.js';
import type { Draft } from '../draft.js';
import { MOST_ELEMENTS, MOST_VARIABLES } from '../limits.js';
import type { VariableSpec } from '../scenario.js';
import { lengthOf } from '../variable-lengths.js';
import { operands } from '../variables.js';
import { checkReference } from './references.js';

/** Each variable refers to known variables, gates to equally long ones, and none is too large. */
export function checkEnvironment(draft: Draft, faults: Faults): void {
  const { environment, tree } = draft;
  if (environment.isGiven && environment.names.size === 0) {
    faults.at(tree, ['environment'], 'no variables; expected at least one');
  }
  if (environment.names.size > MOST_VARIABLES) {
    faults.at(tree, ['environment'], `${environment.names.size} variables; expected at most ${MOST_VARIABLES}`);
  }
  for (const name of sortedKeys(environment.specs)) {
    const spec = environment.specs[name]!;
    const path = ['environment', name, spec.kind];
    operands(spec).forEach((text, index) => {
      checkReference(draft, faults, spec.kind === 'copy' ? path : [...path, index], text);
    });
    checkOperandLengths(draft, faults, path, spec);
    if (spec.kind === 'majority' && spec.of.length % 2 === 0) {
      faults.at(
        tree,
        path,
        `the majority of ${spec.of.length} variables; expected an odd number, so that there are no ties`,
      );
    }
    if (spec.kind === 'ising' && spec.rows * spec.columns > MOST_ELEMENTS) {
      const size = `${spec.rows} × ${spec.columns}`;
      faults.at(
        tree,
        path,
        `a strip of ${size} = ${spec.rows * spec.columns} spins; expected at most ${MOST_ELEMENTS}`,
      );
    }
  }
}

function checkOperandLengths(draft: Draft, faults: Faults, path: Path, spec: VariableSpec): void {
  const references = operands(spec);
  const lengths = references.map((text) => lengthOf(text, draft.environment.specs, draft.lengths));
  if (lengths.includes(null) || new Set(lengths).size < 2) return;
  const given = showNames(references.map((text, index) => `${text} (${lengths[index]})`));
  faults.at(draft.tree, path, `variables of different lengths in bits, ${given}; expected equal lengths`);
}
