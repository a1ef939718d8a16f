import { InvariantError } from '../../base/errors.js';
import { quantile } from '../../base/statistics.js';

/** Median of repeated measurements with its quartiles: what one line of the benchmark claims. */
export interface Figure {
  readonly value: number;
  /** First and third quartile over the rounds. */
  readonly low: number;
  readonly high: number;
  readonly rounds: number;
  /** `updates/s`, `s`, `bytes`, or `1` for a ratio. */
  readonly unit: string;
}

/**
 * Median and quartiles (Hyndman & Fan 1996, type 7) of one measurement a round.
 *
 * @throws InvariantError for no rounds
 */
export function summarise(values: ArrayLike<number>, unit: string): Figure {
  if (values.length === 0) throw new InvariantError(`a figure in ${unit} without a single round`);
  const ascending = Float64Array.from(values).sort();
  const [low, value, high] = [0.25, 0.5, 0.75].map((q) => quantile(ascending, q)) as [number, number, number];
  return { value, low, high, rounds: values.length, unit };
}

/**
 * Median over rounds of the ratio *within* each round. Two measurements of one round were taken side by side, so what
 * slows the whole machine for a while cancels, which it does not in a ratio of two medians.
 *
 * @throws InvariantError where the two were not measured in the same rounds
 */
export function summariseRatio(numerator: ArrayLike<number>, denominator: ArrayLike<number>): Figure {
  if (numerator.length !== denominator.length) {
    throw new InvariantError(
      `a ratio of ${numerator.length} rounds to ${denominator.length}; expected the same rounds`,
    );
  }
  return summarise(
    Float64Array.from(numerator, (value, round) => value / denominator[round]!),
    '1',
  );
}
