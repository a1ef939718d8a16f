import type { Environment } from '../system.js';
import { bucketTree, elementLaws } from './bucket-tree.js';
import { eliminationOrder } from './elimination-order.js';
import { jointLaw } from './exact-joint.js';
import { type Factor, normalised } from './factor.js';
import { realElements } from './gaussian.js';
import { ancestralSet, factorNetwork, factorsWithin, type Network } from './network.js';

/** What the environment's elements tell about each other, exactly. */
export interface PairwiseInformation {
  readonly elements: readonly string[];
  /**
   * `[element][element]`, symmetric: mutual information in bits, on the diagonal the entropy. Independent elements have
   * exactly 0. null where the exact law would need a table of more than 2^16 entries, and as the entropy of a real number,
   * which is infinite.
   */
  readonly bits: readonly (readonly (number | null)[])[];
}

/** Entropy in bits of a law; 0 log 0 = 0. */
function entropy(law: Float64Array): number {
  let sum = 0;
  for (const p of law) if (p > 0) sum -= p * Math.log2(p);
  return sum;
}

/** Mutual information in bits of two bits with law `joint[x + 2 y]`. */
function information(joint: Float64Array): number {
  let sum = 0;
  for (let cell = 0; cell < 4; cell++) {
    const p = joint[cell]!;
    if (p > 0) sum += p * Math.log2(p / ((p + joint[cell ^ 2]!) * (p + joint[cell ^ 1]!)));
  }
  return sum;
}

/** Groups of elements that some factor, or a chain of factors, links; each ascending. */
function linkedGroups({ factors, before }: Network): number[][] {
  const group = before.map((_, element) => [element]);
  for (const { elements } of factors) {
    for (const element of elements) {
      const [into, from] = [group[elements[0]!]!, group[element]!];
      if (into === from) continue;
      for (const moved of from) {
        into.push(moved);
        group[moved] = into;
      }
    }
  }
  return [...new Set(group)].map((members) => members.sort((a, b) => a - b));
}

/**
 * The exact matrix of mutual information between every two environment elements.
 *
 * Where a group of linked elements allows, one bucket tree gives all its pairs: for each element and value a pass over
 * the tree yields the law of all others given it. Otherwise each pair is taken alone, with only what the two are
 * computed from.
 */
export function pairwiseInformation(environment: Environment): PairwiseInformation {
  const network = factorNetwork(environment);
  const ancestors = environment.elements.map((_, element) => new Set(ancestralSet(network, [element])));
  const bits: (number | null)[][] = environment.elements.map(() => environment.elements.map(() => 0));
  const set = (a: number, b: number, value: number | null): void => {
    bits[a]![b] = value;
    bits[b]![a] = value;
  };
  const independent = (a: number, b: number): boolean =>
    ![...ancestors[a]!].some((element) => ancestors[b]!.has(element));

  for (const members of linkedGroups(network)) {
    const pairs = members.flatMap((a, i) => members.slice(i + 1).map((b) => [a, b] as const));
    const dependent = pairs.filter(([a, b]) => !independent(a, b));
    const laws = groupLaws(network, members);
    for (const element of members) {
      const law = laws === null ? jointLaw(network, [element]) : laws.alone(element);
      set(element, element, law === null ? null : entropy(law));
    }
    for (const [a, b] of dependent) {
      const law = laws === null ? jointLaw(network, [a, b]) : laws.together(a, b);
      set(a, b, law === null ? null : information(law));
    }
  }
  realElements(environment).forEach((isReal, element) => {
    if (isReal) set(element, element, null);
  });
  return { elements: environment.elements, bits };
}

interface GroupLaws {
  alone(element: number): Float64Array;
  /** Cell x + 2 y: the first element's value x, the second's y. */
  together(first: number, second: number): Float64Array;
}

/** The laws of all elements and pairs of a group from one bucket tree; null where a table would be too large. */
function groupLaws(network: Network, members: readonly number[]): GroupLaws | null {
  const factors = factorsWithin(network, members);
  const order = eliminationOrder(
    factors.map((factor) => factor.elements),
    members,
  );
  if (order === null) return null;
  const tree = bucketTree(factors, order);
  const bucketOf = new Map(order.map(({ element }, bucket) => [element, bucket]));
  const alone = elementLaws(tree, null).map(normalised);

  const given = new Map<number, (readonly Float64Array[] | null)[]>();
  const lawsGiven = (element: number): (readonly Float64Array[] | null)[] => {
    let laws = given.get(element);
    if (laws === undefined) {
      laws = [0, 1].map((value) => {
        // Nothing can be said given what never happens.
        if (alone[bucketOf.get(element)!]![value] === 0) return null;
        const observed: Factor = { elements: [element], child: null, table: Float64Array.of(1 - value, value) };
        return elementLaws(tree, observed).map(normalised);
      });
      given.set(element, laws);
    }
    return laws;
  };

  return {
    alone: (element) => alone[bucketOf.get(element)!]!,
    together(first, second) {
      const own = alone[bucketOf.get(first)!]!;
      const joint = new Float64Array(4);
      lawsGiven(first).forEach((laws, x) => {
        if (laws === null) return;
        const other = laws[bucketOf.get(second)!]!;
        joint[x] = own[x]! * other[0]!;
        joint[x + 2] = own[x]! * other[1]!;
      });
      return joint;
    },
  };
}
