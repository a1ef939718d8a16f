import type { OverIslands } from '../run/results/over-islands.js';

/** A mean with its standard error, where it has one. */
export function withError({ mean, standardError }: OverIslands, digits = 4): string {
  const value = withoutSignedZero(mean.toFixed(digits));
  return standardError === null ? value : `${value} ±${standardError.toFixed(digits)}`;
}

/** The same with no digit below the second of its error, at most two decimals; two decimals where it has no error. */
export function toItsError(value: OverIslands): string {
  const { standardError } = value;
  if (standardError === null || standardError === 0) return withError(value, 2);
  return withError(value, Math.min(2, Math.max(0, 1 - Math.floor(Math.log10(standardError)))));
}

/** A negative number that is rounded to zero has no sign to show. */
function withoutSignedZero(text: string): string {
  return Number(text) === 0 ? text.replace('-', '') : text;
}
