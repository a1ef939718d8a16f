import { UserError } from '../base/errors.js';

/**
 * Ticks that let every write site act on every read site that it can reach: over all pairs of them, the largest finite
 * number of unit updates on the shortest way from the one to the other. A unit that reads a write site is 1 away.
 *
 * @param sources `Int32Array [unit][neighbourCount]`; write site i is source unitCount + i, i < writeSiteCount
 * @param readUnits units of all read ports
 * @throws UserError where no read site can be reached from any write site
 */
export function automaticTicks(
  sources: Int32Array,
  unitCount: number,
  neighbourCount: number,
  writeSiteCount: number,
  readUnits: readonly number[],
): number {
  const readers = readersOf(sources, unitCount + writeSiteCount, neighbourCount);
  let ticks = 0;
  for (let site = 0; site < writeSiteCount; site++) {
    const updates = updatesFrom(unitCount + site, unitCount, readers);
    for (const unit of readUnits) ticks = Math.max(ticks, updates[unit]!);
  }
  if (ticks === 0) {
    throw new UserError(
      'lattice.ticks: auto, but no path leads from any write port to any read port; ' +
        'expected at least one, following `lattice.neighbours` (a unit reads the sites at these offsets): ' +
        'check the direction of the offsets and the ports on the map, or give a number of ticks',
    );
  }
  return ticks;
}

/** The units that read each source; held planes beyond `sourceCount` are left out. */
function readersOf(sources: Int32Array, sourceCount: number, neighbourCount: number): number[][] {
  const readers: number[][] = Array.from({ length: sourceCount }, () => []);
  sources.forEach((source, i) => {
    if (source < sourceCount) readers[source]!.push(Math.floor(i / neighbourCount));
  });
  return readers;
}

/** `Int32Array [unit]`: updates until a change of the source can show in the unit, 0 if never; breadth first. */
function updatesFrom(source: number, unitCount: number, readers: readonly (readonly number[])[]): Int32Array {
  const updates = new Int32Array(unitCount);
  let front = [source];
  for (let tick = 1; front.length > 0; tick++) {
    const next: number[] = [];
    for (const from of front) {
      for (const unit of readers[from]!) {
        if (updates[unit] !== 0) continue;
        updates[unit] = tick;
        next.push(unit);
      }
    }
    front = next;
  }
  return updates;
}
