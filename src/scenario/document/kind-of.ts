import type { Tree } from './tree.js';

/** What a document is by its keys: a scenario has a lattice, a sweep names a scenario; null for one that has both or none. */
export function kindOf(tree: Tree): 'scenario' | 'sweep' | null {
  if (tree.kind !== 'map') return null;
  const [hasLattice, hasScenario] = [tree.entries.has('lattice'), tree.entries.has('scenario')];
  if (hasLattice === hasScenario) return null;
  return hasLattice ? 'scenario' : 'sweep';
}
