import { InvariantError } from '../../../../base/errors.js';
import { type InputPlane, outputValues, type Step, type Value } from '../../../program/program.js';
import type { AnalogPlan } from '../../analog-plan.js';

/**
 * The states that readings need, which the rollout leaves in storage for what measures them: `[genotype][row][sample]`.
 * Inputs are not among them: they lie in the stimulus.
 */
export interface Rows {
  readonly steps: readonly Step[];
  /** A row, or −1 − a plane of the stimulus, where the one after the last is zero. */
  readonly placeOf: (value: Value) => number;
}

const known = new WeakMap<AnalogPlan, Rows>();

/** Made once for every plan. */
export function rowsOf(plan: AnalogPlan): Rows {
  const rows = known.get(plan) ?? makeRows(plan);
  known.set(plan, rows);
  return rows;
}

function makeRows({ rollout }: AnalogPlan): Rows {
  const { program, slots, inputs, planes } = rollout;
  const wanted = new Set(outputValues(program.outputs));
  const steps = slots.steps.filter((step) => wanted.has(step));
  const row = new Map<Value, number>(steps.map((step, index) => [step, index]));
  const placeOfInput = (input: InputPlane): number => {
    const { plane, complement } = inputs[slots.inputs.indexOf(input)]!;
    if (complement) throw new InvariantError('a reading of a plane that is flipped');
    return -1 - (plane === -1 ? planes : plane);
  };
  return { steps, placeOf: (value) => (value.kind === 'step' ? row.get(value)! : placeOfInput(value)) };
}
