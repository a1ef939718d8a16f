import type { Faults } from '../document/faults.js';
import { show } from '../document/show.js';
import type { Draft } from '../draft.js';
import { leastCandidates } from '../wiring-candidates.js';

/** No neighbour is listed twice, and random wiring finds enough distinct sites around every unit. */
export function checkNeighbours(draft: Draft, faults: Faults): void {
  const { neighbours, grid, ports, border } = draft;
  const path = ['lattice', 'neighbours'];
  if (neighbours === null || typeof neighbours === 'string') return;
  if (!('random' in neighbours)) {
    const seen = new Set<string>();
    neighbours.forEach((offset, index) => {
      if (seen.has(offset.join()))
        faults.at(draft.tree, [...path, index], `${show(offset)} again; expected distinct offsets`);
      seen.add(offset.join());
    });
    return;
  }
  if (grid === null || border === null || ports.names.size !== Object.keys(ports.specs).length) return;
  const isUnit = (cell: string): boolean => cell !== '#' && ports.specs[cell]?.kind !== 'write';
  const available = leastCandidates(grid, isUnit, neighbours.radius, border === 'wrap');
  if (available >= neighbours.random) return;
  const reach = neighbours.radius === 'all' ? 'on the map' : `within the radius of ${neighbours.radius}`;
  faults.at(
    draft.tree,
    [...path, 'random'],
    `${neighbours.random} distinct sites, where some unit has only ${available} others ${reach}; expected at most ${available}`,
  );
}
