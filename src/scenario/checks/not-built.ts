import type { Faults } from '../document/faults.js';
import { type Path, type Tree, valueAt } from '../document/tree.js';
import type { Draft } from '../draft.js';

/** Keys of the format that this version checks but does not run: a fault wherever they ask for anything. */
export function checkNotBuilt(draft: Draft, faults: Faults): void {
  const paths: Path[] = [
    ...draft.variations.map(({ path }) => [...path, 'mutation', 'step']),
    ...[...draft.environment.names].map((name) => ['environment', name, 'gaussian']),
  ];
  const units = valueAt(draft.tree, ['units', 'kind']);
  if (units?.kind === 'scalar' && units.value === 'analog') paths.push(['units', 'kind']);
  for (const path of paths) {
    if (!isGiven(draft.tree, path)) continue;
    faults.atKey(draft.tree, path, 'given; not built yet in this version (planned), leave it out');
  }
}

/** An empty map or list says nothing inside a part that is built; a whole part that is planned is not to be there. */
function isGiven(tree: Tree, path: Path): boolean {
  const value = valueAt(tree, path);
  if (value === undefined || value.kind === 'broken') return false;
  if (path.length === 1 || value.kind === 'scalar') return true;
  return value.kind === 'map' ? value.entries.size > 0 : value.items.length > 0;
}
