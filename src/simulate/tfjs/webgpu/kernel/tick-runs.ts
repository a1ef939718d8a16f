import type { InputPlane, Step, Value } from '../../../program/program.js';
import type { RolloutPlan } from '../../rollout-plan.js';

/** Ticks from `first` to `last` whose steps are alike: what is written for one of them holds for all. */
export interface TickRun {
  readonly first: number;
  readonly last: number;
}

/** A run of fewer ticks is written out. */
const SHORTEST_RUN = 3;

/** The steps after which a tick's states are there, in order. */
export function stepsOfTick({ slots, firstStep }: RolloutPlan, tick: number): readonly Step[] {
  return slots.steps.slice(firstStep[tick - 1], firstStep[tick]);
}

/**
 * All ticks as runs. In one of several ticks step j of every tick reads the same places among the steps before it, and
 * inputs of the same kinds; units, tables and planes may differ. No reading looks at a tick of it but the last.
 */
export function tickRuns(plan: RolloutPlan, mayRoll: boolean): TickRun[] {
  const { ticks } = plan.system.lattice;
  const read = new Set<Value>(
    plan.program.outputs.flatMap((output) => (output.kind === 'joint' ? output.bits : output.pairs.flat())),
  );
  const isRead = (tick: number): boolean => stepsOfTick(plan, tick).some((step) => read.has(step));
  const runs: TickRun[] = [];
  let first = 1;
  while (first <= ticks) {
    let last = first;
    if (mayRoll) {
      const shape = shapeOf(plan, first);
      while (last < ticks && !isRead(last) && shapeOf(plan, last + 1) === shape) last++;
    }
    if (last - first + 1 < SHORTEST_RUN) last = first;
    runs.push({ first, last });
    first = last + 1;
  }
  return runs;
}

/** What all ticks of a run have in common, as text. */
function shapeOf(plan: RolloutPlan, tick: number): string {
  const { locusOfUnit, fixedTable } = plan.system.genome;
  const before = tick > 1 ? stepsOfTick(plan, tick - 1) : [];
  const place = new Map<Value, number>(before.map((step, j) => [step, j]));
  return stepsOfTick(plan, tick)
    .map(({ unit, sources }) => {
      const table = locusOfUnit[unit] === -1 ? `fixed ${fixedTable[unit]}` : 'free';
      return [table, ...sources.map((source) => (source.kind === 'step' ? place.get(source) : kindOf(source)))].join();
    })
    .join(' ');
}

/** Planes are interchangeable where both are complemented or neither; zero is written out. */
function kindOf({ kind, complement }: InputPlane): string {
  return `${kind === 'zero' ? 'zero' : 'plane'} ${complement}`;
}
