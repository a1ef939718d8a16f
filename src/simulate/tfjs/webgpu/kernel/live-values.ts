import type { Step, Value } from '../../../program/program.js';
import type { RolloutPlan } from '../../rollout-plan.js';

/**
 * The most values that are alive at once where a rollout is written out: from where a value is made, or an input first
 * read, to where it is last read. That many planes' words a thread holds in registers, beside what it computes with.
 */
export function mostLiveValues({ slots, program, system }: RolloutPlan): number {
  const { neighbourCount } = system.lattice;
  const at = new Map<Value, number>(slots.steps.map((step, index) => [step, index]));
  const first = new Map<Value, number>();
  const last = new Map<Value, number>();
  const read = (value: Value, index: number): void => {
    if (!first.has(value)) first.set(value, at.get(value) ?? index);
    last.set(value, Math.max(last.get(value) ?? index, index));
  };
  slots.steps.forEach((step: Step, index) => {
    for (const source of step.sources.slice(0, neighbourCount)) read(source, index);
  });
  for (const output of program.outputs) {
    const values = output.kind === 'joint' ? output.bits : output.pairs.flat();
    const whenThere = Math.max(0, ...values.map((value) => at.get(value) ?? 0));
    for (const value of values) read(value, whenThere);
  }
  const change = new Int32Array(slots.steps.length + 2);
  for (const [value, from] of first) {
    change[from]! += 1;
    change[last.get(value)! + 1]! -= 1;
  }
  let [live, most] = [0, 0];
  for (const by of change) most = Math.max(most, (live += by));
  return most;
}
