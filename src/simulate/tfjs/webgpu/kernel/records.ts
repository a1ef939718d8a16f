import type { Output, Value } from '../../../program/program.js';
import type { RolloutPlan } from '../../rollout-plan.js';

/** What code that is the same for every lattice is told of inputs and readings, beside the steps in `neighbours`. */
export interface Records {
  /** One after the other: inputs, ticks, pairs, wides, changes, as described at each. */
  readonly data: Int32Array;
  /** From 0 on, for each slot of an input: twice its plane (−2 for zero), plus 1 where it is complemented. */
  readonly inputs: number;
  /** First step of each tick, and the number of all steps. */
  readonly ticksAt: number;
  /** Joint readings of two bits: first cell, and the two slots. */
  readonly pairs: number;
  readonly pairsAt: number;
  /** Other joint readings: first cell, number of bits, their slots. */
  readonly wides: number;
  readonly widesAt: number;
  /** Change readings: cell, number of pairs, their slots, two to a pair. */
  readonly changes: number;
  readonly changesAt: number;
}

export function recordsOf({ program, slots, inputs, firstStep, offsets }: RolloutPlan): Records {
  const slotsOf = (values: readonly Value[]): number[] => values.map((value) => slots.of.get(value)!);
  const all = program.outputs.map((output: Output, reading) => ({ output, offset: offsets[reading]! }));
  const pairs = all.flatMap(({ output, offset }) =>
    output.kind === 'joint' && output.bits.length === 2 ? [[offset, ...slotsOf(output.bits)]] : [],
  );
  const wides = all.flatMap(({ output, offset }) =>
    output.kind === 'joint' && output.bits.length !== 2 ? [[offset, output.bits.length, ...slotsOf(output.bits)]] : [],
  );
  const changes = all.flatMap(({ output, offset }) =>
    output.kind === 'change' ? [[offset, output.pairs.length, ...slotsOf(output.pairs.flat())]] : [],
  );
  const first = inputs.map(({ plane, complement }) => 2 * plane + (complement ? 1 : 0));
  const ticksAt = first.length;
  const pairsAt = ticksAt + firstStep.length;
  const widesAt = pairsAt + pairs.flat().length;
  const changesAt = widesAt + wides.flat().length;
  return {
    data: Int32Array.from([...first, ...firstStep, ...pairs.flat(), ...wides.flat(), ...changes.flat()]),
    inputs: first.length,
    ticksAt,
    pairs: pairs.length,
    pairsAt,
    wides: wides.length,
    widesAt,
    changes: changes.length,
    changesAt,
  };
}
