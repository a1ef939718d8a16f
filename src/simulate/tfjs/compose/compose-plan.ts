import { InvariantError } from '../../../base/errors.js';
import { type Output, outputValues, type Value } from '../../program/program.js';
import type { RolloutPlan } from '../rollout-plan.js';

/** The steps of one tick. All of them read the inputs and the steps of the tick before, and nothing else. */
export interface ComposedTick {
  /** Steps of this tick, at least 1. */
  readonly steps: number;
  /** `[neighbour]`, each `Int32Array [step]`: the row among [inputs …, steps of the tick before …] that is read. */
  readonly sources: readonly Int32Array[];
  /** `Int32Array [step]`: a locus, or the number of loci + a place in ComposedPlan.fixedTables. */
  readonly tables: Int32Array;
  /** `Int32Array [step]`: the plane of the stimulus that flips the outcome, or is added to it; null without noise. */
  readonly noise: Int32Array | null;
  /** `Int32Array`: the steps that an output reads. */
  readonly kept: Int32Array;
}

/** A rollout plan as lists of rows to gather: all steps of a tick at once. */
export interface ComposedPlan {
  /** `Int32Array [input]`: a plane of the stimulus; the one after the last is zero. */
  readonly inputPlanes: Int32Array;
  /** `Float32Array [input]`: 1 where the input is the complement. */
  readonly complements: Float32Array;
  readonly fixedTables: Int32Array;
  /** Ticks without steps are left out. */
  readonly ticks: readonly ComposedTick[];
  /**
   * `[reading]`: the rows that it reads among [inputs …, kept steps of all ticks …]. joint: of the symbol's bits. change: of
   * the pairs, one pair after the other.
   */
  readonly outputs: readonly (readonly number[])[];
}

const known = new WeakMap<RolloutPlan, ComposedPlan>();

/** Made once for every plan. */
export function composedPlan(plan: RolloutPlan): ComposedPlan {
  const composed = known.get(plan) ?? composePlan(plan);
  known.set(plan, composed);
  return composed;
}

function composePlan(plan: RolloutPlan): ComposedPlan {
  const { inputs, steps } = plan.slots;
  const { locusCount, locusOfUnit, fixedTable } = plan.system.genome;
  const { neighbourCount } = plan.system.lattice;
  const width = neighbourCount + 3;
  const wanted = new Set(outputValues(plan.program.outputs));
  const fixedUnits = [...new Set(steps.map(({ unit }) => unit))].filter((unit) => locusOfUnit[unit] === -1);

  const inputRows = new Map<Value, number>(inputs.map((input, row) => [input, row]));
  const outputRows = new Map(inputRows);
  let before = inputRows;
  const ticks: ComposedTick[] = [];
  for (let t = 0; t + 1 < plan.firstStep.length; t++) {
    const [from, to] = [plan.firstStep[t]!, plan.firstStep[t + 1]!];
    const now = steps.slice(from, to);
    const column = (at: number): Int32Array =>
      Int32Array.from(now, (_, i) => plan.neighbours[(from + i) * width + at]!);
    const kept = now.flatMap((step, i) => (wanted.has(step) ? [i] : []));
    for (const i of kept) outputRows.set(now[i]!, outputRows.size);
    if (now.length > 0) {
      const rows = before;
      ticks.push({
        steps: now.length,
        sources: Array.from({ length: neighbourCount }, (_, j) =>
          Int32Array.from(now, (step) => rowOf(rows, step.sources[j]!)),
        ),
        tables: column(1).map((table) => (table >= 0 ? table : locusCount + fixedUnits.indexOf(-1 - table))),
        noise: column(2)[0] === -1 ? null : column(2),
        kept: Int32Array.from(kept),
      });
    }
    before = new Map([...inputRows, ...now.map((step, i) => [step, inputs.length + i] as const)]);
  }
  return {
    inputPlanes: Int32Array.from(plan.inputs, ({ plane }) => (plane === -1 ? plan.planes : plane)),
    complements: Float32Array.from(plan.inputs, ({ complement }) => (complement ? 1 : 0)),
    fixedTables: Int32Array.from(fixedUnits, (unit) => fixedTable[unit]!),
    ticks,
    outputs: plan.program.outputs.map((output) => valuesOf(output).map((value) => rowOf(outputRows, value))),
  };
}

function valuesOf(output: Output): readonly Value[] {
  return output.kind === 'joint' ? output.bits : output.pairs.flat();
}

function rowOf(rows: ReadonlyMap<Value, number>, value: Value): number {
  const row = rows.get(value);
  if (row === undefined)
    throw new InvariantError(`a ${value.kind} is read that is neither an input nor of the last tick`);
  return row;
}
