import type { Faults } from '../document/faults.js';
import { hint, show, showNames } from '../document/show.js';
import type { Path } from '../document/tree.js';
import type { Draft } from '../draft.js';
import { resolveReference } from '../variables.js';

/**
 * A reference to a variable stands for something: the variable is given, and long enough for the element asked for.
 * Nothing is said where the variable itself is at fault.
 */
export function checkReference(draft: Draft, faults: Faults, path: Path, text: string): void {
  if (!draft.environment.isGiven) return;
  const name = text.split('.')[0]!;
  if (!draft.environment.names.has(name)) {
    const legal = [...draft.environment.names];
    faults.at(draft.tree, path, `${show(text)};${hint(name, legal)} expected a variable among ${showNames(legal)}`);
    return;
  }
  const element = resolveReference(text, draft.environment.specs)?.element;
  const length = draft.lengths.get(name);
  if (element === undefined || element === null || length === undefined || element < length) return;
  faults.at(
    draft.tree,
    path,
    `${show(text)}, where ${name} has ${length} ${length === 1 ? 'bit' : 'bits'}; expected an element below ${length}`,
  );
}
