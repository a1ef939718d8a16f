import type { Step } from '../program/program.js';
import { outputValues } from '../program/program.js';
import { type Bit, elementOf, wireOf } from './bits.js';
import { MOST_TABLE_BITS, MOST_WORK } from './limits.js';
import type { Question } from './question.js';
import { type StagePlan, stageBits } from './stage.js';

/** Where a sweep is too wide or too long. */
export interface Obstacle {
  readonly reason: string;
}

export interface SweepPlan {
  readonly stages: readonly StagePlan[];
  /** Look-ups for one genotype. */
  readonly work: number;
}

/** Up to this many bits a tick is done at once without looking for something narrower. */
const NARROW_BITS = 14;

/**
 * How to sweep the joint law of a question's bits through time, tick by tick: the table holds the states that the next
 * tick reads, the fixed planes that a later tick reads again, and as a condition the elements met so far.
 *
 * Where every unit reads only the column west of it, the states of a tick are one column, and its border planes are met
 * once: the *transfer of columns*, 2^(height + border planes of one column + elements) entries. Elsewhere the states are
 * at most all units: the *full state space*, 2^(units + border planes + elements) entries. A tick is done at once, each
 * entry going to one other, or one unit after the other where that is narrower.
 */
export function planSweep({ output, layers }: Question): SweepPlan | Obstacle {
  const lastTick = new Map<Bit, number>();
  const note = (bit: Bit | null, tick: number): void => {
    if (bit !== null) lastTick.set(bit, elementOf(bit) === null ? tick : Number.POSITIVE_INFINITY);
  };
  layers.forEach((layer, index) => {
    for (const bit of readBits(layer)) note(bit, index + 1);
  });
  for (const value of outputValues([output])) note(wireOf(value).bit, Number.POSITIVE_INFINITY);

  const stages: StagePlan[] = [];
  let live: readonly Bit[] = [];
  let work = 0;
  for (const [index, layer] of layers.entries()) {
    const tick = index + 1;
    if (layer.length > MOST_TABLE_BITS) return tooWide(tick, layer);
    const staysAfter = (bit: Bit): boolean => lastTick.get(bit)! > tick;
    let chosen = planLayer(live, [layer], staysAfter);
    if (widest(chosen) > NARROW_BITS) {
      const narrower = planLayer(live, oneByOne(live, layer, staysAfter), staysAfter);
      if (workOf(narrower) < workOf(chosen)) chosen = narrower;
    }
    const over = chosen.find((stage) => stageBits(stage) > MOST_TABLE_BITS);
    if (over !== undefined) return tooWide(tick, [...over.live, ...over.entering]);
    stages.push(...chosen);
    work += workOf(chosen);
    live = liveAfter(chosen.at(-1)!);
  }
  // Start states that are themselves what is read have not entered yet.
  const entering = outputValues([output]).flatMap((value) => {
    const { bit } = wireOf(value);
    return typeof bit === 'string' && !live.includes(bit) ? [bit] : [];
  });
  if (entering.length > 0) {
    const distinct = [...new Set(entering)];
    stages.push({ live, entering: distinct, staying: [...live, ...distinct], steps: [] });
  }
  if (work > MOST_WORK) {
    return { reason: `2^${Math.log2(work).toFixed(1)} look-ups for one genotype; at most 2^${Math.log2(MOST_WORK)}` };
  }
  return { stages, work };
}

/** The bits that a table is over after a stage, in the order of its index. */
export const liveAfter = ({ staying, steps }: StagePlan): readonly Bit[] => [...staying, ...steps];

const widest = (stages: readonly StagePlan[]): number => Math.max(...stages.map(stageBits));

const workOf = (stages: readonly StagePlan[]): number =>
  stages.reduce((sum, stage) => sum + 2 ** stageBits(stage) * (1 + stage.steps.length), 0);

function readBits(steps: readonly Step[]): Set<Bit> {
  return new Set(steps.flatMap(({ sources }) => sources.flatMap((source) => wireOf(source).bit ?? [])));
}

/** The stages of a tick whose steps are made in these groups, one group after the other. */
function planLayer(
  before: readonly Bit[],
  groups: readonly (readonly Step[])[],
  staysAfter: (bit: Bit) => boolean,
): StagePlan[] {
  const lastGroup = new Map<Bit, number>();
  groups.forEach((group, g) => {
    for (const bit of readBits(group)) lastGroup.set(bit, g);
  });
  const made = new Set<Bit>(groups.flat());
  let live = before;
  return groups.map((steps, g): StagePlan => {
    const present = new Set(live);
    const entering = [...readBits(steps)].filter((bit): bit is string => typeof bit === 'string' && !present.has(bit));
    const staying = [...live, ...entering].filter(
      (bit) => made.has(bit) || staysAfter(bit) || (lastGroup.get(bit) ?? -1) > g,
    );
    const plan = { live, entering, staying, steps };
    live = liveAfter(plan);
    return plan;
  });
}

/**
 * Single steps (with their twins of a paired rollout, which meet the same noise), at each turn one that leaves the
 * fewest bits, the first of equals.
 */
function oneByOne(before: readonly Bit[], layer: readonly Step[], staysAfter: (bit: Bit) => boolean): Step[][] {
  const groups = new Map<number, Step[]>();
  for (const step of layer) groups.set(step.pair, [...(groups.get(step.pair) ?? []), step]);
  const open = [...groups.values()].map((steps) => ({ steps, reads: [...readBits(steps)] }));
  const readers = new Map<Bit, number>();
  for (const { reads } of open) for (const bit of reads) readers.set(bit, (readers.get(bit) ?? 0) + 1);
  const present = new Set(before);
  const order: Step[][] = [];
  while (open.length > 0) {
    // Growth of the table: what enters or is made, less what nobody reads any more.
    const growth = open.map(({ steps, reads }) =>
      reads.reduce(
        (sum, bit) => sum + (present.has(bit) ? 0 : 1) - (readers.get(bit) === 1 && !staysAfter(bit) ? 1 : 0),
        steps.length,
      ),
    );
    const [next] = open.splice(growth.indexOf(Math.min(...growth)), 1);
    for (const bit of next!.reads) {
      present.add(bit);
      readers.set(bit, readers.get(bit)! - 1);
    }
    order.push(next!.steps);
  }
  return order;
}

function tooWide(tick: number, bits: readonly Bit[]): Obstacle {
  const elements = bits.filter((bit) => elementOf(bit) !== null).length;
  const states = bits.filter((bit) => typeof bit !== 'string').length;
  const fixed = bits.length - elements - states;
  return {
    reason:
      `a table over ${bits.length} bits at tick ${tick} (${states} states, ${fixed} border planes or start states, ` +
      `${elements} environment elements), ${bits.length - MOST_TABLE_BITS} more than the limit of ${MOST_TABLE_BITS}`,
  };
}
