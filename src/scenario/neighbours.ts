import type { NeighbourPreset, NeighboursSpec, Offset } from './scenario.js';

/** The named neighbourhoods: [row, column] offsets in the order in which a unit's table index reads them. */
export const presetOffsets: Readonly<Record<NeighbourPreset, readonly Offset[]>> = {
  west: [[0, -1]],
  west3: [
    [-1, -1],
    [0, -1],
    [1, -1],
  ],
  'von-neumann': [
    [-1, 0],
    [0, 1],
    [1, 0],
    [0, -1],
  ],
  'von-neumann+self': [
    [-1, 0],
    [0, 1],
    [1, 0],
    [0, -1],
    [0, 0],
  ],
};

/** K, the number of neighbours that each unit reads. */
export function neighbourCount(spec: NeighboursSpec): number {
  if (typeof spec === 'string') return presetOffsets[spec].length;
  return 'random' in spec ? spec.random : spec.length;
}
