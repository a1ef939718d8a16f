import { analogCellOffsets } from '../../../analog/analog-evaluator.js';
import type { AnalogPlan } from '../../analog-plan.js';
import { composedPlan } from '../compose-plan.js';
import { type ChangeGroup, changeGroup, groupBy } from '../groups.js';

/** What is measured of the rows of ComposedPlan.outputs, each thing once, whichever readings ask for it. */
export interface MeasurePlan {
  /** `Int32Array [variable]`: rows of which moments are asked for. */
  readonly variables: Int32Array;
  /** Two `Int32Array [product]`: pairs of variables; product v < variables is variable v by itself. */
  readonly products: readonly [Int32Array, Int32Array];
  /** `Float32Array [moments reading][variable]`, row-major: 1 where the reading speaks of it. */
  readonly members: Float32Array;
  /** `Int32Array [cell of all moments readings]`: the mean, or the number of variables + the product, that it holds. */
  readonly moments: Int32Array;
  /** `Int32Array [cell of all moments readings]`: the moments reading that it belongs to. */
  readonly readingOfCell: Int32Array;
  readonly changes: readonly ChangeGroup[];
  /** `Int32Array`: rows whose values are asked for. */
  readonly values: Int32Array;
  /** Where each reading's cells begin among those of all moments readings, all changes, all values; in cells, or rows of values. */
  readonly placeOf: readonly { readonly kind: 'moments' | 'change' | 'values'; readonly first: number }[];
}

const known = new WeakMap<AnalogPlan, MeasurePlan>();

/** Made once for every plan. */
export function measurePlan(plan: AnalogPlan): MeasurePlan {
  const measures = known.get(plan) ?? planMeasures(plan);
  known.set(plan, measures);
  return measures;
}

function planMeasures(plan: AnalogPlan): MeasurePlan {
  const { outputs } = composedPlan(plan.rollout);
  const { readings } = plan;
  const indexed = <T>(items: readonly T[]) => new Map(items.map((item, index) => [item, index]));
  const ofKind = (kind: string): number[] => [...readings.keys()].filter((r) => readings[r]!.kind === kind);
  const momentsReadings = ofKind('moments');
  const variables = [...new Set(momentsReadings.flatMap((r) => outputs[r]!))];
  const variableOf = indexed(variables);
  const products = variables.map((_, v): [number, number] => [v, v]);
  const productOf = new Map(products.map(([a, b], p) => [`${a} ${b}`, p]));
  const product = (a: number, b: number): number => {
    const [first, second] = a < b ? [a, b] : [b, a];
    const key = `${first} ${second}`;
    const p = productOf.get(key) ?? products.push([first, second]) - 1;
    productOf.set(key, p);
    return p;
  };

  const placeOf: { kind: 'moments' | 'change' | 'values'; first: number }[] = [];
  const moments: number[] = [];
  const readingOfCell: number[] = [];
  momentsReadings.forEach((r, place) => {
    placeOf[r] = { kind: 'moments', first: moments.length };
    const own = outputs[r]!.map((row) => variableOf.get(row)!);
    moments.push(...own);
    own.forEach((a, i) => {
      for (const b of own.slice(i)) moments.push(variables.length + product(a, b));
    });
    while (readingOfCell.length < moments.length) readingOfCell.push(place);
  });
  const groups = groupBy(ofKind('change'), (r) => String(outputs[r]!.length));
  groups.flat().forEach((r, first) => {
    placeOf[r] = { kind: 'change', first };
  });
  const values: number[] = [];
  for (const r of ofKind('values')) {
    placeOf[r] = { kind: 'values', first: values.length };
    values.push(...outputs[r]!);
  }
  return {
    variables: Int32Array.from(variables),
    products: [Int32Array.from(products, ([a]) => a), Int32Array.from(products, ([, b]) => b)],
    members: Float32Array.from(
      momentsReadings.flatMap((r) => variables.map((row) => (outputs[r]!.includes(row) ? 1 : 0))),
    ),
    moments: Int32Array.from(moments),
    readingOfCell: Int32Array.from(readingOfCell),
    changes: groups.map((group) => changeGroup(group.map((r) => outputs[r]!))),
    values: Int32Array.from(values),
    placeOf,
  };
}

/** `Int32Array [cell]`: where a cell of the output stands among the cells of moments, of changes, of values, one after another. */
export function cellOrder(plan: AnalogPlan, samples: number): Int32Array {
  const { moments, changes, placeOf } = measurePlan(plan);
  const changeCount = changes.reduce((sum, group) => sum + group.readings, 0);
  const offsets = analogCellOffsets(plan.readings, samples);
  const order = new Int32Array(offsets.at(-1)!);
  placeOf.forEach(({ kind, first }, r) => {
    const begin = {
      moments: first,
      change: moments.length + first,
      values: moments.length + changeCount + first * samples,
    }[kind];
    for (let cell = offsets[r]!; cell < offsets[r + 1]!; cell++) order[cell] = begin + cell - offsets[r]!;
  });
  return order;
}
