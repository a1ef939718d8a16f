import fc from 'fast-check';

/** An island with expected parentage and some traits: ties, constants and individuals that are no parents among them. */
export interface Island {
  readonly parentage: Float64Array;
  readonly traits: readonly Float64Array[];
}

/** Ties are frequent, and what differs does so by far more than rounding. */
const value = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.integer({ min: -2000, max: 2000 }).map((x) => x / 1000),
);

/** Weights of parents: some exactly 0, others within three orders of magnitude. */
const weight = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 1000 }) },
);

/** @param traits number of traits, at most */
export const island = (traits: number): fc.Arbitrary<Island> =>
  fc.integer({ min: 2, max: 12 }).chain((size) =>
    fc
      .record({
        weights: fc.array(weight, { minLength: size, maxLength: size }).filter((all) => all.some((w) => w > 0)),
        traits: fc.array(fc.array(value, { minLength: size, maxLength: size }), { minLength: 1, maxLength: traits }),
      })
      .map((drawn) => {
        const total = drawn.weights.reduce((a, b) => a + b, 0);
        return {
          parentage: Float64Array.from(drawn.weights, (w) => w / total),
          traits: drawn.traits.map((z) => Float64Array.from(z)),
        };
      }),
  );
