import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { offspringShares, parentTerms, type StepPlaces, transmissionTerm } from '../../src/pressure/ledger.js';

interface Step {
  readonly before: number[];
  readonly after: number[];
  readonly arrival: number[] | null;
  readonly parentage: number[];
  readonly first: number[];
  readonly second: number[];
  readonly islands: number;
}

interface Terms {
  readonly migration: number[];
  readonly selection: number[];
  readonly drift: number[];
  readonly transmission: number[];
}

/** The four terms of the ledger under test. */
function decompose({ before, after, arrival, parentage, first, second, islands }: Step): Terms {
  const places: StepPlaces = {
    arrival: arrival === null ? null : Int32Array.from(arrival),
    parentage: Float64Array.from(parentage),
    parents: { first: Int32Array.from(first), second: Int32Array.from(second) },
  };
  const z = Float64Array.from(before);
  const shares = offspringShares(places.parents, before.length / islands);
  const terms = parentTerms(z, places, shares, islands);
  return {
    migration: [...terms.migration],
    selection: [...terms.selection],
    drift: [...terms.drift],
    transmission: [...transmissionTerm(z, Float64Array.from(after), places, islands)],
  };
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;

/** The slow twin: each term as its definition reads, over lists. */
function slow({ before, after, arrival, parentage, first, second, islands }: Step): Terms {
  const size = before.length / islands;
  const moved = arrival === null ? before : arrival.map((source) => before[source]!);
  const parentsOf = first.map((one, child) => [one, second[child]! < 0 ? one : second[child]!]);
  const each = (term: (places: number[]) => number): number[] =>
    Array.from({ length: islands }, (_, island) => term(Array.from({ length: size }, (_, i) => island * size + i)));
  const countOf = (place: number): number =>
    sum(parentsOf.map((both) => both.filter((one) => one === place).length / 2));
  return {
    migration: each((places) => mean(places.map((i) => moved[i]!)) - mean(places.map((i) => before[i]!))),
    selection: each((places) => sum(places.map((i) => parentage[i]! * moved[i]!)) - mean(places.map((i) => moved[i]!))),
    drift: each((places) => sum(places.map((i) => (countOf(i) / size - parentage[i]!) * moved[i]!))),
    transmission: each((places) => mean(places.map((i) => after[i]! - mean(parentsOf[i]!.map((one) => moved[one]!))))),
  };
}

/** Rounding of a few dozen terms near 1. */
const DIGITS = 12;

describe("Price's worked example", () => {
  // w = (1, 2, 3), z = (1, 4, 2), z' = (1.5, 3.5, 2.5): z̄ from 7/3 to 8/3.
  const sixths = [1 / 6, 2 / 6, 3 / 6];

  it('is 1/6 by selection and 1/6 in transmission with three children of two parents each, half a child to a parent', () => {
    // Half children (1, 2, 3): {1, 2}, {2, 3}, {3, 3}; each child has the mean of what its parents hand on.
    const terms = decompose({
      ...{ before: [1, 4, 2], after: [(1.5 + 3.5) / 2, (3.5 + 2.5) / 2, 2.5], arrival: null, parentage: sixths },
      ...{ first: [0, 1, 2], second: [1, 2, 2], islands: 1 },
    });
    expect(terms.selection[0]).toBeCloseTo(1 / 6, DIGITS);
    expect(terms.transmission[0]).toBeCloseTo(1 / 6, DIGITS);
    expect(terms.drift[0]).toBeCloseTo(0, DIGITS);
    expect(terms.migration).toEqual([0]);
    expect(sum(Object.values(terms).flat())).toBeCloseTo(1 / 3, DIGITS);
  });

  it('is the same with each individual twice and six children of one parent', () => {
    const terms = decompose({
      ...{ before: [1, 4, 2, 1, 4, 2], after: [1.5, 3.5, 3.5, 2.5, 2.5, 2.5], arrival: null },
      ...{ parentage: [...sixths, ...sixths].map((p) => p / 2), first: [0, 1, 4, 2, 5, 5] },
      ...{ second: new Array(6).fill(-1), islands: 1 },
    });
    expect(terms.selection[0]).toBeCloseTo(1 / 6, DIGITS);
    expect(terms.transmission[0]).toBeCloseTo(1 / 6, DIGITS);
    expect(terms.drift[0]).toBeCloseTo(0, DIGITS);
  });
});

describe('the ledger of a step', () => {
  it('books each event under its own name', () => {
    // Two islands of two that exchange their first individuals; then only the first of each is to be parent, of both
    // children, which differ from it by 0.5 in all; on the second island chance makes the second the parent of one.
    const terms = decompose({
      ...{ before: [0, 1, 4, 7], after: [4.5, 4, 0, 7], arrival: [2, 1, 0, 3], parentage: [1, 0, 1, 0] },
      ...{ first: [0, 0, 2, 3], second: [-1, -1, -1, -1], islands: 2 },
    });
    expect(terms).toEqual({
      migration: [2, -2],
      selection: [1.5, -3.5],
      drift: [0, 3.5],
      transmission: [0.25, 0],
    });
  });

  it('books exactly no selection where parentage is uniform', () => {
    for (const size of [3, 7, 49, 500]) {
      const before = Array.from({ length: size }, (_, i) => Math.sin(i));
      const first = before.map((_, i) => (i * i) % size);
      const parentage = before.map(() => 1 / size);
      const step = { before, after: before, arrival: null, parentage, first, second: first.map(() => -1), islands: 1 };
      expect(decompose(step).selection).toEqual([0]);
    }
  });

  it('agrees with the definitions, and its terms add up to the change', () => {
    const steps = fc
      .record({ islands: fc.integer({ min: 1, max: 3 }), size: fc.integer({ min: 1, max: 6 }) })
      .chain(({ islands, size }) => {
        const all = islands * size;
        const list = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
          fc.array(item, { minLength: all, maxLength: all });
        const onIsland = (place: number, pick: number): number => Math.floor(place / size) * size + (pick % size);
        return fc.record({
          islands: fc.constant(islands),
          before: list(fc.double({ min: -2, max: 2, noNaN: true })),
          after: list(fc.double({ min: -2, max: 2, noNaN: true })),
          arrival: fc.oneof(
            fc.constant(null),
            fc.shuffledSubarray(
              Array.from({ length: all }, (_, i) => i),
              { minLength: all, maxLength: all },
            ),
          ),
          parentage: list(fc.integer({ min: 0, max: 9 })).map((weights) =>
            weights.map((weight, place) => {
              const total = sum(weights.filter((_, other) => Math.floor(other / size) === Math.floor(place / size)));
              return total === 0 ? 1 / size : weight / total;
            }),
          ),
          first: list(fc.nat(99)).map((picks) => picks.map((pick, place) => onIsland(place, pick))),
          second: list(fc.option(fc.nat(99))).map((picks) =>
            picks.map((pick, place) => (pick === null ? -1 : onIsland(place, pick))),
          ),
        });
      });
    fc.assert(
      fc.property(steps, (step) => {
        const found = decompose(step);
        const expected = slow(step);
        const size = step.before.length / step.islands;
        for (let island = 0; island < step.islands; island++) {
          const own = (values: readonly number[]): number[] => values.slice(island * size, (island + 1) * size);
          for (const term of ['migration', 'selection', 'drift', 'transmission'] as const) {
            expect(found[term][island]).toBeCloseTo(expected[term][island]!, DIGITS);
          }
          const total =
            found.migration[island]! + found.selection[island]! + found.drift[island]! + found.transmission[island]!;
          expect(total).toBeCloseTo(mean(own(step.after)) - mean(own(step.before)), DIGITS);
        }
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});
