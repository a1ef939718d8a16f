import type { System } from './system.js';

/**
 * For each unit, the last tick ≥ 1 after which its state can still reach any of `units` at the last tick:
 * `Int32Array [unit]`, −1 if never. For the units named it is the last tick itself.
 */
export function lastTickReaching(system: System, units: readonly number[]): Int32Array {
  const { unitCount, neighbourCount, sources, ticks } = system.lattice;
  const last = new Int32Array(unitCount).fill(-1);
  let front = [...units];
  for (const unit of front) last[unit] = ticks;
  // One tick back at a time: the first time a unit is met is the last tick at which it still counts.
  for (let tick = ticks - 1; tick >= 1 && front.length > 0; tick--) {
    const next: number[] = [];
    for (const unit of front) {
      for (let j = 0; j < neighbourCount; j++) {
        const source = sources[unit * neighbourCount + j]!;
        if (source >= unitCount || last[source] !== -1) continue;
        last[source] = tick;
        next.push(source);
      }
    }
    front = next;
  }
  return last;
}
