import type { RolloutPlan } from '../rollout-plan.js';
import { composedPlan } from './compose-plan.js';

/** Joint readings of the same number of bits; rows as in ComposedPlan.outputs. */
export interface JointGroup {
  readonly kind: 'joint';
  readonly readings: number;
  /** `[bit]`, each `Int32Array [reading]`: the row that holds this bit of the symbol. */
  readonly bits: readonly Int32Array[];
}

/** Change readings of the same number of pairs. */
export interface ChangeGroup {
  readonly kind: 'change';
  readonly readings: number;
  /** `[pair]`, each two `Int32Array [reading]`: the rows that may differ. */
  readonly pairs: readonly (readonly [Int32Array, Int32Array])[];
}

export type Group = JointGroup | ChangeGroup;

/** The readings of a plan, all of one shape together. */
export interface Groups {
  readonly groups: readonly Group[];
  /** `Int32Array [cell]`: where each cell of the output stands among the cells of all groups, one after the other. */
  readonly order: Int32Array;
}

const known = new WeakMap<RolloutPlan, Groups>();

/** Made once for every plan. */
export function groupsOf(plan: RolloutPlan): Groups {
  const groups = known.get(plan) ?? groupReadings(plan);
  known.set(plan, groups);
  return groups;
}

function groupReadings(plan: RolloutPlan): Groups {
  const { outputs } = composedPlan(plan);
  const order = new Int32Array(plan.cells);
  let at = 0;
  const groups = groupBy(plan.program.outputs.keys(), (r) => `${plan.program.outputs[r]!.kind} ${outputs[r]!.length}`);
  return {
    groups: groups.map((readings) => {
      for (const reading of readings) {
        for (let cell = plan.offsets[reading]!; cell < plan.offsets[reading + 1]!; cell++) order[cell] = at++;
      }
      const rows = readings.map((reading) => outputs[reading]!);
      if (plan.program.outputs[readings[0]!]!.kind === 'change') return changeGroup(rows);
      return { kind: 'joint', readings: rows.length, bits: rows[0]!.map((_, bit) => column(rows, bit)) };
    }),
    order,
  };
}

/** @param rows `[reading][2 × pair]`, of the same length each */
export function changeGroup(rows: readonly (readonly number[])[]): ChangeGroup {
  const pairs = Array.from({ length: rows[0]!.length / 2 }, (_, pair) => {
    return [column(rows, 2 * pair), column(rows, 2 * pair + 1)] as const;
  });
  return { kind: 'change', readings: rows.length, pairs };
}

/** Members with equal keys together, in the order of the first of each. */
export function groupBy(members: Iterable<number>, keyOf: (member: number) => string): number[][] {
  const groups = new Map<string, number[]>();
  for (const member of members) {
    const key = keyOf(member);
    const group = groups.get(key) ?? [];
    group.push(member);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function column(rows: readonly (readonly number[])[], at: number): Int32Array {
  return Int32Array.from(rows, (row) => row[at]!);
}
