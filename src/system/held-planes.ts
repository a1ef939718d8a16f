import type { Position } from './neighbour-positions.js';
import type { Sites } from './sites.js';
import type { HeldPlane } from './system.js';

/** Whether a position is off the map or on `#`: what reads it reads the border. */
export function isBorder([row, column]: Position, sites: Sites): boolean {
  if (row < 0 || row >= sites.rows || column < 0 || column >= sites.columns) return true;
  return sites.empty[row * sites.columns + column] === 1;
}

/** One plane for each site of each write port: ports by name in code-point order, sites row-major. */
export function portPlanes(sites: Sites, portElements: ReadonlyMap<string, readonly number[]>): HeldPlane[] {
  const planes: HeldPlane[] = [];
  for (const [port, portSites] of sites.writeSites) {
    portSites.forEach((_, bit) => {
      planes.push({ kind: 'port', port, element: portElements.get(port)![bit]! });
    });
  }
  return planes;
}

/**
 * The planes that stand in for what is off the map or on `#`: under `border: random` one for each distinct position
 * that some unit reads, ordered by (row, column) and shared by all who read it; else a single plane of zeros. None
 * where no unit reads such a position.
 */
export function borderPlanes(positions: readonly (readonly Position[])[], sites: Sites, random: boolean): HeldPlane[] {
  const read = positions.flat().filter((position) => isBorder(position, sites));
  if (!random) return read.length > 0 ? [{ kind: 'zero' }] : [];
  return read
    .sort(([rowA, columnA], [rowB, columnB]) => rowA - rowB || columnA - columnB)
    .filter(([row, column], i) => i === 0 || row !== read[i - 1]![0] || column !== read[i - 1]![1])
    .map(([row, column], index) => ({ kind: 'border', index, row, column }));
}
