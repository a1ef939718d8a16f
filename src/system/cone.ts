import type { Cone } from './system.js';

/**
 * The backward cone of the read ports: the (unit, tick) pairs whose state can reach a read port at the last tick.
 *
 * @param sources `Int32Array [unit][neighbourCount]`; sources from unitCount on are held planes and end a path
 * @param readUnits units of all read ports
 */
export function backwardCone(
  sources: Int32Array,
  unitCount: number,
  neighbourCount: number,
  ticks: number,
  readUnits: readonly number[],
): Cone {
  const every = Int32Array.from({ length: unitCount }, (_, unit) => unit);
  const units: Int32Array[] = new Array(ticks + 1);
  units[ticks] = Int32Array.from(new Set(readUnits)).sort();
  for (let tick = ticks; tick >= 1; tick--) {
    const read = new Uint8Array(unitCount);
    for (const unit of units[tick]!) {
      for (let j = 0; j < neighbourCount; j++) {
        const source = sources[unit * neighbourCount + j]!;
        if (source < unitCount) read[source] = 1;
      }
    }
    units[tick - 1] = every.filter((unit) => read[unit] === 1);
  }
  const firstPair = new Int32Array(ticks + 1);
  let pairCount = 0;
  for (let tick = 1; tick <= ticks; tick++) {
    firstPair[tick] = pairCount;
    pairCount += units[tick]!.length;
  }
  return { units, firstPair, pairCount };
}
