import type { Reading } from '../../src/simulate/evaluator.js';
import type { System } from '../../src/system/system.js';
import { border, type HandLattice, handSystem, held, port, wordStream, zero } from './hand-system.js';

/** Sizes that a property varies; the wiring within them is drawn from `seed`. */
export interface RandomShape {
  readonly seed: number;
  readonly unitCount: number;
  readonly neighbourCount: number;
  readonly ticks: number;
  readonly noisy: boolean;
  readonly start: 'random' | 'zero';
}

/**
 * A lattice without any symmetry: every unit reads random units (itself and repetitions included, so there are feedback
 * loops) and held planes of all kinds, two of which show the same element; a fifth of the units are
 * fixed; in half of the lattices two groups, each of about a quarter of the others, share a locus.
 */
export function randomLattice({ seed, unitCount, neighbourCount, ticks, noisy, start }: RandomShape): HandLattice {
  const stream = wordStream(seed);
  const planes = [port(0), port(3), border(0), port(0), zero, border(1)];
  const units = Array.from({ length: unitCount }, (_, unit) => unit);
  const source = (): number =>
    stream.nextBelow(3) === 0 ? held(stream.nextBelow(planes.length)) : stream.nextBelow(unitCount);
  const reads = units.map(() => Array.from({ length: neighbourCount }, source));
  const fixedUnits = units.filter(() => stream.nextBelow(5) === 0);
  const readUnits = units.filter((unit) => unit === 0 || stream.nextBelow(3) === 0).slice(0, 4);
  const fixed = fixedUnits.map((unit) => [unit, stream.nextWord() >>> (32 - (1 << neighbourCount))]);
  const types = stream.nextBelow(2) === 0 ? 0 : 2;
  const typeOf = units.map((unit) => (fixedUnits.includes(unit) ? -1 : stream.nextBelow(types + 2)));
  return {
    reads,
    held: planes,
    readUnits,
    ticks,
    elementCount: 6,
    noise: noisy ? 0.25 : 0,
    start,
    fixed: Object.fromEntries(fixed),
    shared: Array.from({ length: types }, (_, type) => units.filter((unit) => typeOf[unit] === type)),
  };
}

export const randomSystem = (shape: RandomShape): System => handSystem(randomLattice(shape));

/**
 * Readings of every kind: one-bit, few-bit and wide joint symbols at the last tick, a footprint (each unit at the last
 * tick at which the cone holds it), and changes at single units and at all read units for every held plane.
 */
export function allReadings(system: System): Reading[] {
  const { lattice, cone, ports } = system;
  const tick = lattice.ticks;
  const sinks = ports.read[0]!.units;
  const readings: Reading[] = [
    { kind: 'joint', source: [3], units: [sinks[0]!], tick },
    { kind: 'joint', source: [5, 0], units: [sinks[0]!], tick },
    { kind: 'joint', source: [0], units: sinks, tick },
    { kind: 'joint', source: [3, 1, 2, 0], units: sinks, tick },
  ];
  const seen = new Set<number>();
  for (let t = tick; t >= 0; t--) {
    for (const unit of cone.units[t]!) {
      if (!seen.has(unit)) readings.push({ kind: 'joint', source: [0], units: [unit], tick: t });
      seen.add(unit);
    }
  }
  lattice.held.forEach((_, flip) => {
    readings.push({ kind: 'change', flip, units: sinks });
    readings.push({ kind: 'change', flip, units: sinks.slice(-1) });
  });
  return readings;
}
