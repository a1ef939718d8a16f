import type { Elimination } from './elimination-order.js';
import { type Factor, sumProduct } from './factor.js';

/** A tree of buckets, one for each element of an elimination order. */
export interface BucketTree {
  readonly order: readonly Elimination[];
  /** `[bucket]`: the factors whose first eliminated element is this bucket's. */
  readonly factors: readonly (readonly Factor[])[];
  /** `[bucket]`: the earlier buckets that send it their message. */
  readonly children: readonly (readonly number[])[];
}

/** @param order eliminates every element of the factors */
export function bucketTree(factors: readonly Factor[], order: readonly Elimination[]): BucketTree {
  const bucketOf = new Map(order.map(({ element }, bucket) => [element, bucket]));
  const earliest = (elements: readonly number[]): number => Math.min(...elements.map((e) => bucketOf.get(e)!));
  const assigned: Factor[][] = order.map(() => []);
  for (const factor of factors) assigned[earliest(factor.elements)]!.push(factor);
  const children: number[][] = order.map(() => []);
  order.forEach(({ rest }, bucket) => {
    if (rest.length > 0) children[earliest(rest)]!.push(bucket);
  });
  return { order, factors: assigned, children };
}

/**
 * The law of every element at once, given that one of them has a certain value: `[bucket]` → its element's two weights,
 * each pair up to a constant of its own. Messages go up to the roots and down again (Shafer & Shenoy 1990).
 *
 * @param observed the element and its value, as a factor that is 1 there and 0 elsewhere; null for no observation
 */
export function elementLaws(tree: BucketTree, observed: Factor | null): Float64Array[] {
  const { order, children } = tree;
  const own = tree.factors.map((factors, bucket) =>
    observed !== null && observed.elements[0] === order[bucket]!.element ? [...factors, observed] : factors,
  );
  const scope = (bucket: number): number[] => [order[bucket]!.element, ...order[bucket]!.rest];

  const upward: Factor[] = [];
  order.forEach(({ rest }, bucket) => {
    const from = children[bucket]!.map((child) => upward[child]!);
    upward.push(sumProduct([...own[bucket]!, ...from], scope(bucket), rest));
  });

  const downward: (Factor | null)[] = order.map(() => null);
  const laws: Float64Array[] = new Array(order.length);
  for (let bucket = order.length - 1; bucket >= 0; bucket--) {
    const above = downward[bucket] ?? null;
    const known = above === null ? own[bucket]! : [...own[bucket]!, above];
    const below = children[bucket]!;
    const all = [...known, ...below.map((child) => upward[child]!)];
    laws[bucket] = sumProduct(all, scope(bucket), [order[bucket]!.element]).table;
    for (const child of below) {
      const siblings = below.filter((other) => other !== child).map((other) => upward[other]!);
      downward[child] = sumProduct([...known, ...siblings], scope(bucket), order[child]!.rest);
    }
  }
  return laws;
}
