import type { Reading } from '../../src/simulate/evaluator.js';
import { cellOffsets } from '../../src/simulate/evaluator.js';
import { exactJoint } from '../../src/system/environment/exact-joint.js';
import type { System } from '../../src/system/system.js';

/** Table of each unit. */
function tablesOf(system: System, loci: Uint32Array): number[] {
  const { locusOfUnit, fixedTable } = system.genome;
  return Array.from(locusOfUnit, (locus, unit) => (locus === -1 ? fixedTable[unit]! : loci[locus]!));
}

const bitOf = (word: number, bit: number): number => Math.floor(word / 2 ** bit) % 2;

/** All environment elements that are read from outside or written inside. */
function elementsIn(system: System, readings: readonly Reading[]): number[] {
  const written = system.lattice.held.flatMap((plane) => (plane.kind === 'port' ? [plane.element] : []));
  const sources = readings.flatMap((reading) => (reading.kind === 'joint' ? reading.source : []));
  return [...new Set([...written, ...sources])];
}

/** Values of the held planes, given those of elements and borders. */
function heldBits(system: System, element: (e: number) => number, borders: number, flip: number | null): number[] {
  return system.lattice.held.map((plane, h) => {
    const value =
      plane.kind === 'zero' ? 0 : plane.kind === 'port' ? element(plane.element) : bitOf(borders, plane.index);
    return value ^ (h === flip ? 1 : 0);
  });
}

function update(
  system: System,
  tables: readonly number[],
  state: readonly number[],
  held: readonly number[],
): number[] {
  const { unitCount, neighbourCount, sources } = system.lattice;
  const readable = [...state, ...held];
  return Array.from({ length: unitCount }, (_, unit) => {
    let index = 0;
    for (let j = 0; j < neighbourCount; j++) index += readable[sources[unit * neighbourCount + j]!]! << j;
    return (tables[unit]! >>> index) & 1;
  });
}

/**
 * The laws by their definition: every value of every random bit (elements, borders, start states, the noise of every
 * unit at every tick), each with its probability. Knows no cone, no symmetry and no order.
 */
export function bruteForceLaws(system: System, readings: readonly Reading[], loci: Uint32Array): Float64Array {
  const { unitCount, ticks, noise, start, held } = system.lattice;
  const tables = tablesOf(system, loci);
  const offsets = cellOffsets(readings);
  const laws = new Float64Array(offsets.at(-1)!);
  const elements = elementsIn(system, readings);
  const joint = exactJoint(system.environment, elements);
  const borders = held.filter((plane) => plane.kind === 'border').length;
  const startBits = start === 'random' ? unitCount : 0;
  const noiseBits = noise > 0 ? unitCount * ticks : 0;

  const flipped = [null, ...new Set(readings.flatMap((reading) => (reading.kind === 'change' ? [reading.flip] : [])))];

  const rollOut = (planes: readonly number[], starts: number, flips: number): number[][] => {
    const history = [Array.from({ length: unitCount }, (_, unit) => (startBits > 0 ? bitOf(starts, unit) : 0))];
    for (let tick = 0; tick < ticks; tick++) {
      const next = update(system, tables, history[tick]!, planes);
      history.push(next.map((bit, unit) => bit ^ bitOf(flips, tick * unitCount + unit)));
    }
    return history;
  };
  for (let u = 0; u < joint.length; u++) {
    const element = (e: number): number => bitOf(u, elements.indexOf(e));
    for (let border = 0; border < 2 ** borders; border++) {
      for (let starts = 0; starts < 2 ** startBits; starts++) {
        for (let flips = 0; flips < 2 ** noiseBits; flips++) {
          let p = joint[u]! / 2 ** (borders + startBits);
          for (let bit = 0; bit < noiseBits; bit++) p *= bitOf(flips, bit) === 1 ? noise : 1 - noise;
          const rolled = flipped.map((flip) => rollOut(heldBits(system, element, border, flip), starts, flips));
          const base = rolled[0]!;
          readings.forEach((reading, r) => {
            if (reading.kind === 'joint') {
              const bits = [...reading.source.map(element), ...reading.units.map((unit) => base[reading.tick]![unit]!)];
              laws[offsets[r]! + bits.reduce((sum, bit, place) => sum + (bit << place), 0)]! += p;
              return;
            }
            const other = rolled[flipped.indexOf(reading.flip)]!;
            if (reading.units.some((unit) => base[ticks]![unit] !== other[ticks]![unit])) laws[offsets[r]!]! += p;
          });
        }
      }
    }
  }
  return laws;
}

/**
 * The laws of joint readings as a chain over the states of *all* units, a table of 2^unitCount probabilities for each
 * value of elements and borders: one matrix-free step and one butterfly for each unit a tick.
 */
export function fullStateLaws(system: System, readings: readonly Reading[], loci: Uint32Array): Float64Array {
  const { unitCount, ticks, noise, start, held } = system.lattice;
  const tables = tablesOf(system, loci);
  const offsets = cellOffsets(readings);
  const laws = new Float64Array(offsets.at(-1)!);
  const elements = elementsIn(system, readings);
  const joint = exactJoint(system.environment, elements);
  const borders = held.filter((plane) => plane.kind === 'border').length;
  const size = 2 ** unitCount;
  const stateOf = (index: number): number[] => Array.from({ length: unitCount }, (_, unit) => bitOf(index, unit));

  for (let u = 0; u < joint.length; u++) {
    const element = (e: number): number => bitOf(u, elements.indexOf(e));
    for (let border = 0; border < 2 ** borders; border++) {
      const planes = heldBits(system, element, border, null);
      const next = Array.from({ length: size }, (_, index) =>
        update(system, tables, stateOf(index), planes).reduce((sum, bit, unit) => sum + bit * 2 ** unit, 0),
      );
      let law = new Float64Array(size);
      if (start === 'random') law.fill(1 / size);
      else law[0] = 1;
      for (let tick = 0; tick <= ticks; tick++) {
        if (tick > 0) {
          const after = new Float64Array(size);
          law.forEach((p, index) => {
            after[next[index]!]! += p;
          });
          for (let unit = 0; unit < unitCount; unit++) {
            law = after.map((p, index) => (1 - noise) * p + noise * after[index ^ (1 << unit)]!);
            after.set(law);
          }
          law = after;
        }
        readings.forEach((reading, r) => {
          if (reading.kind !== 'joint' || reading.tick !== tick) return;
          const outside = reading.source.reduce((sum, e, place) => sum + (element(e) << place), 0);
          law.forEach((p, index) => {
            const inside = reading.units.reduce((sum, unit, place) => sum + (bitOf(index, unit) << place), 0);
            laws[offsets[r]! + outside + (inside << reading.source.length)]! += (p * joint[u]!) / 2 ** borders;
          });
        });
      }
    }
  }
  return laws;
}
