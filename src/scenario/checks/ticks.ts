import type { Faults } from '../document/faults.js';
import type { Draft } from '../draft.js';
import { type Grid, isPortLetter } from '../grid.js';
import { presetOffsets } from '../neighbours.js';
import type { Offset, PortSpec } from '../scenario.js';
import { closure, readsOf } from '../ways.js';

/**
 * Where ticks are counted from the lattice, some path leads from a write port to a read port. Random wiring is drawn
 * from the seed, so that its paths are known only once the lattice is built.
 */
export function checkTicks(draft: Draft, faults: Faults): void {
  const { tree, grid, neighbours, border, ports } = draft;
  if (draft.ticks !== 'auto' || grid === null || neighbours === null || border === null) return;
  if (typeof neighbours === 'object' && 'random' in neighbours) return;
  // Ports that are missing or misspelt have their own faults, and would make paths or break them.
  const letters = [...new Set([...grid.cells.filter(isPortLetter), ...ports.names])];
  if (letters.some((letter) => ports.specs[letter] === undefined || !grid.cells.includes(letter))) return;
  if (new Set(letters.map((letter) => ports.specs[letter]!.kind)).size < 2) return;
  const offsets = typeof neighbours === 'string' ? presetOffsets[neighbours] : neighbours;
  if (hasPath(grid, ports.specs, offsets, border === 'wrap')) return;
  faults.atKey(
    tree,
    ['lattice', 'ticks'],
    'auto; no path leads from a write port to a read port; expected at least one (are the ports swapped, or do the neighbours point the wrong way? a unit reads the sites at the offsets in lattice.neighbours)',
  );
}

/** Whether anything that a read port depends on is a write port: back from all read ports at once, over what is read. */
function hasPath(
  grid: Grid,
  ports: Readonly<Record<string, PortSpec>>,
  offsets: readonly Offset[],
  wrap: boolean,
): boolean {
  const reads = readsOf(grid, ports, offsets, wrap);
  const kindOf = (site: number): PortSpec['kind'] | undefined => ports[grid.cells[site]!]?.kind;
  const sinks = reads.flatMap((_, site) => (kindOf(site) === 'read' ? [site] : []));
  const reached = closure(sinks, (site) => reads[site]!.filter((read) => read >= 0));
  return [...reached].some((site) => kindOf(site) === 'write');
}
