import type { OverIslands } from '../run/results/over-islands.js';

/** A mean with its standard error, where it has one. */
export function withError({ mean, standardError }: OverIslands, digits = 4): string {
  const value = withoutSignedZero(mean.toFixed(digits));
  return standardError === null ? value : `${value} ±${standardError.toFixed(digits)}`;
}

/** A negative number that is rounded to zero has no sign to show. */
function withoutSignedZero(text: string): string {
  return Number(text) === 0 ? text.replace('-', '') : text;
}
