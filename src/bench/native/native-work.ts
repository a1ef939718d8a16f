import { InvariantError } from '../../base/errors.js';
import { assignSlots } from '../../simulate/program/assign-slots.js';
import { buildProgram } from '../../simulate/program/build-program.js';
import type { Value } from '../../simulate/program/program.js';
import { loadInput } from '../../simulate/reference/load-input.js';
import type { Work } from '../work/work.js';

/** All of a work but the memory that it lies in. */
export type NativeWork = Omit<Work, 'home'>;

/** Bytes of state at once, as the evaluators here have it: within the second level of a core's cache. */
const STATE_BYTES = 1 << 17;

/** Blocks are whole multiples of this many words, as sample counts are. */
const BLOCK_GRANULE = 4;

/**
 * A work as one array of 32-bit words, for programs in other languages. They do what the evaluators do and decide
 * nothing: the steps and the places of their operands come from the same program as the reference's.
 *
 * Eleven sizes: K, steps, inputs, slots, words of a plane, genotypes, units, 1 with noise, (unit, tick) pairs with a
 * noise plane, readings, words of a block. Then: target slot of each step, K source slots of each, its unit, its pair;
 * the input planes, of which input i lies in slot i; a table for every unit of every genotype; noise planes; two slots
 * for each reading; the tick of each step. All row-major. Counts come back as four cells a reading, reading by reading, genotype by genotype.
 *
 * @throws InvariantError for a reading of more than one bit against one bit
 */
export function encodeWork({ system, readings, loci, count, stimulus }: NativeWork): Uint32Array {
  const { neighbourCount, noise, unitCount } = system.lattice;
  const { locusCount, locusOfUnit, fixedTable } = system.genome;
  const program = buildProgram(system, readings);
  const slots = assignSlots(program);
  const slotOf = (value: Value): number => slots.of.get(value)!;
  const sides = program.outputs.map((output) => {
    if (output.kind !== 'joint' || output.bits.length !== 2) {
      throw new InvariantError('the programs in other languages count one bit against one bit only');
    }
    return output.bits.map(slotOf);
  });
  const planes = new Int32Array(slots.inputs.length * stimulus.words);
  slots.inputs.forEach((plane, i) => {
    loadInput(planes, i * stimulus.words, plane, stimulus, 0, stimulus.words);
  });
  const tables = new Uint32Array(count * unitCount);
  for (let genotype = 0; genotype < count; genotype++) {
    for (let unit = 0; unit < unitCount; unit++) {
      const locus = locusOfUnit[unit]!;
      tables[genotype * unitCount + unit] = locus === -1 ? fixedTable[unit]! : loci[genotype * locusCount + locus]!;
    }
  }
  const tickOf = (pair: number): number =>
    system.cone.firstPair.findLastIndex((first, tick) => tick > 0 && first <= pair);
  const block = BLOCK_GRANULE * Math.max(1, Math.floor(STATE_BYTES / 4 / slots.count / BLOCK_GRANULE));
  const parts: readonly ArrayLike<number>[] = [
    [neighbourCount, slots.steps.length, slots.inputs.length, slots.count, stimulus.words, count],
    [unitCount, noise > 0 ? 1 : 0, stimulus.noise.length / stimulus.words, readings.length, block],
    slots.steps.map(slotOf),
    slots.steps.flatMap((step) => step.sources.map(slotOf)),
    slots.steps.map((step) => step.unit),
    slots.steps.map((step) => step.pair),
    planes,
    tables,
    stimulus.noise,
    sides.flat(),
    slots.steps.map((step) => tickOf(step.pair)),
  ];
  const words = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    words.set(part, at);
    at += part.length;
  }
  return words;
}
