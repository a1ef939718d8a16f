import { sampleBit } from '../base/planes.js';
import { checkReadings } from './check-readings.js';
import { cellOffsets, type EvaluatorFactory } from './evaluator.js';
import type { Stimulus } from './stimulus.js';

/**
 * The slow readable twin that every other evaluator is held against: one sample at a time, one unit at a time, no bit
 * tricks. It updates all units at all ticks, whether or not they reach what is read, so it checks the cone too.
 */
export const plainEvaluator: EvaluatorFactory = (system, readings) => {
  checkReadings(system, readings);
  const offsets = cellOffsets(readings);
  const cells = offsets.at(-1)!;
  const { lattice, cone, genome } = system;
  const { unitCount, neighbourCount, ticks } = lattice;

  const bit = (planes: Uint32Array, plane: number, { words }: Stimulus, sample: number): number =>
    sampleBit(planes.subarray(plane * words, (plane + 1) * words), sample);

  /** State of a held plane in one sample. */
  const heldBit = (index: number, stimulus: Stimulus, sample: number): number => {
    const plane = lattice.held[index]!;
    if (plane.kind === 'zero') return 0;
    if (plane.kind === 'port') return bit(stimulus.elements, plane.element, stimulus, sample);
    return bit(stimulus.borders, plane.index, stimulus, sample);
  };

  /** Whether the output of a unit flips at a tick; pairs outside the cone have no noise, since nothing reads them. */
  const noiseBit = (unit: number, tick: number, stimulus: Stimulus, sample: number): number => {
    const position = lattice.noise > 0 ? cone.units[tick]!.indexOf(unit) : -1;
    return position === -1 ? 0 : bit(stimulus.noise, cone.firstPair[tick]! + position, stimulus, sample);
  };

  /** `[tick][unit]`: all states of one sample, tick 0 being the start; held plane `flip` is complemented, if any. */
  const rollOut = (tables: readonly number[], stimulus: Stimulus, sample: number, flip: number | null): number[][] => {
    const held = lattice.held.map((_, index) => heldBit(index, stimulus, sample) ^ (index === flip ? 1 : 0));
    const units = Array.from({ length: unitCount }, (_, unit) => unit);
    let state = units.map((unit) => (lattice.start === 'zero' ? 0 : bit(stimulus.starts, unit, stimulus, sample)));
    const history = [state];
    for (let tick = 1; tick <= ticks; tick++) {
      const readable = [...state, ...held];
      state = units.map((unit) => {
        let index = 0;
        for (let j = 0; j < neighbourCount; j++) {
          index += readable[lattice.sources[unit * neighbourCount + j]!]! * 2 ** j;
        }
        return ((tables[unit]! >>> index) & 1) ^ noiseBit(unit, tick, stimulus, sample);
      });
      history.push(state);
    }
    return history;
  };

  return {
    name: 'plain',
    evaluate(loci, first, count, stimulus, counts) {
      counts.fill(0, 0, count * cells);
      for (let genotype = 0; genotype < count; genotype++) {
        const tables = Array.from(genome.locusOfUnit, (locus, unit) =>
          locus === -1 ? genome.fixedTable[unit]! : loci[(first + genotype) * genome.locusCount + locus]!,
        );
        for (let sample = 0; sample < stimulus.samples; sample++) {
          const states = rollOut(tables, stimulus, sample, null);
          readings.forEach((reading, r) => {
            const base = genotype * cells + offsets[r]!;
            if (reading.kind === 'joint') {
              const symbol = [
                ...reading.source.map((element) => bit(stimulus.elements, element, stimulus, sample)),
                ...reading.units.map((unit) => states[reading.tick]![unit]!),
              ];
              counts[base + symbol.reduce((cell, value, i) => cell + value * 2 ** i, 0)]! += 1;
            } else {
              const flipped = rollOut(tables, stimulus, sample, reading.flip);
              if (reading.units.some((unit) => flipped[ticks]![unit] !== states[ticks]![unit])) counts[base]! += 1;
            }
          });
        }
      }
    },
  };
};
