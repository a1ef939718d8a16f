import type { System } from '../../system/system.js';
import { checkReadings } from '../check-readings.js';
import { cellOffsets, type Reading } from '../evaluator.js';
import { assignSlots, type Slots } from '../program/assign-slots.js';
import { buildProgram } from '../program/build-program.js';
import type { InputPlane, Program } from '../program/program.js';
import { planeCounts } from '../stimulus.js';

/** What every backend is told of a lattice and its readings, once; each compiles it in its own way and keeps that. */
export interface RolloutPlan {
  /** Distinct for every plan of this thread: what is kept for a plan is found by it. */
  readonly id: number;
  readonly system: System;
  readonly readings: readonly Reading[];
  readonly program: Program;
  readonly slots: Slots;
  /**
   * `Int32Array [step][K + 3]`, row-major, the steps in order: target slot; table (a locus, or −1 − the unit whose table is
   * fixed); noise plane among all planes of the stimulus, −1 without noise; the slots of the K neighbours. Steps of one
   * tick never read what a step of that tick writes: all may read before any writes.
   */
  readonly neighbours: Int32Array;
  /** Steps of tick t ≥ 1 are those from `firstStep[t − 1]` up to `firstStep[t]`; the last entry is the number of all steps. */
  readonly firstStep: readonly number[];
  /** `[input]`: the plane of the stimulus that lies in slot i, −1 for zero, complemented where `complement` is. */
  readonly inputs: readonly { readonly plane: number; readonly complement: boolean }[];
  /** Cells of one genotype: {@link cellOffsets}. */
  readonly offsets: readonly number[];
  readonly cells: number;
  /** Planes of a stimulus: elements, borders, starts, noise, one after the other. */
  readonly planes: number;
}

let plans = 0;

/** @throws InvariantError where a reading cannot be counted */
export function planRollout(system: System, readings: readonly Reading[]): RolloutPlan {
  checkReadings(system, readings);
  const program = buildProgram(system, readings);
  const slots = assignSlots(program);
  const counts = planeCounts(system);
  const { locusOfUnit } = system.genome;
  const { neighbourCount, ticks } = system.lattice;
  const firstBorder = counts.elements;
  const firstStart = firstBorder + counts.borders;
  const firstNoise = firstStart + counts.starts;
  const planeOf = ({ kind, index }: InputPlane): number => {
    if (kind === 'zero') return -1;
    return index + { element: 0, border: firstBorder, start: firstStart }[kind];
  };
  const tickOf = (pair: number): number =>
    system.cone.firstPair.findLastIndex((first, tick) => tick > 0 && first <= pair);
  const firstStep = Array.from({ length: ticks }, (_, tick) => {
    const at = slots.steps.findIndex(({ pair }) => tickOf(pair) > tick);
    return at === -1 ? slots.steps.length : at;
  });
  return {
    id: plans++,
    system,
    readings,
    program,
    slots,
    neighbours: Int32Array.from(
      slots.steps.flatMap((step) => {
        const locus = locusOfUnit[step.unit]!;
        return [
          slots.of.get(step)!,
          locus === -1 ? -1 - step.unit : locus,
          counts.noise > 0 ? firstNoise + step.pair : -1,
          ...step.sources.slice(0, neighbourCount).map((source) => slots.of.get(source)!),
        ];
      }),
    ),
    firstStep: [...firstStep, slots.steps.length],
    inputs: slots.inputs.map((input) => ({ plane: planeOf(input), complement: input.complement })),
    offsets: cellOffsets(readings),
    cells: cellOffsets(readings).at(-1)!,
    planes: firstNoise + counts.noise,
  };
}
