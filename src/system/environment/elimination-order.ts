import { MOST_FACTOR_ELEMENTS } from './factor.js';

/** One step of a variable elimination: `element` is summed out of a table over itself and `rest`. */
export interface Elimination {
  readonly element: number;
  /** The elements not yet eliminated that it meets, ascending. */
  readonly rest: readonly number[];
}

/**
 * An order in which to sum elements out of a product of factors: at each step the one that joins the fewest pairs not
 * yet joined (min-fill; Rose 1973), ties by the smaller table, then by index.
 *
 * @param scopes elements of each factor
 * @param eliminated elements to sum out, ascending; the others stay
 * @returns null where a table would have more than 2^{@link MOST_FACTOR_ELEMENTS} entries
 */
export function eliminationOrder(
  scopes: readonly (readonly number[])[],
  eliminated: readonly number[],
): Elimination[] | null {
  const met = new Map<number, Set<number>>(eliminated.map((element) => [element, new Set()]));
  for (const scope of scopes) {
    for (const a of scope) {
      if (!met.has(a)) met.set(a, new Set());
      for (const b of scope) if (a !== b) met.get(a)!.add(b);
    }
  }
  const missingPairs = (element: number): number => {
    const rest = [...met.get(element)!];
    let missing = 0;
    rest.forEach((a, i) => {
      for (let j = i + 1; j < rest.length; j++) if (!met.get(a)!.has(rest[j]!)) missing++;
    });
    return missing;
  };

  const fill = new Map<number, number>(eliminated.map((element) => [element, missingPairs(element)]));
  const order: Elimination[] = [];
  while (fill.size > 0) {
    let best = -1;
    for (const [element, missing] of fill) {
      if (best === -1) best = element;
      else if ((missing - fill.get(best)! || met.get(element)!.size - met.get(best)!.size) < 0) best = element;
    }
    const rest = [...met.get(best)!].sort((a, b) => a - b);
    if (rest.length + 1 > MOST_FACTOR_ELEMENTS) return null;
    order.push({ element: best, rest });
    fill.delete(best);
    const touched = new Set(rest);
    for (const a of rest) {
      met.get(a)!.delete(best);
      for (const b of rest) if (a !== b) met.get(a)!.add(b);
    }
    // A new pair can change the count of everybody who meets one of its ends.
    for (const a of rest) for (const b of met.get(a)!) touched.add(b);
    for (const element of touched) if (fill.has(element)) fill.set(element, missingPairs(element));
    met.delete(best);
  }
  return order;
}
