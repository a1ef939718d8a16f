import type { Figure } from './figure.js';

/** No benchmark on a shared machine is good to more significant digits than this, however calm its rounds look. */
const MOST_DIGITS = 3;

/** Decimal exponent of a number's leading digit. */
const exponentOf = (value: number): number => Math.floor(Math.log10(Math.abs(value)));

/**
 * Decimal exponent of the last digit that a figure's spread supports: that of the leading digit of half its
 * interquartile range, and never finer than {@link MOST_DIGITS} significant digits of the value.
 */
export function lastDigit({ value, low, high }: Figure): number {
  const halfRange = (high - low) / 2;
  const ofSpread = halfRange > 0 ? exponentOf(halfRange) : Number.NEGATIVE_INFINITY;
  const ofValue = value !== 0 ? exponentOf(value) - MOST_DIGITS + 1 : Number.NEGATIVE_INFINITY;
  const last = Math.max(ofSpread, ofValue);
  return Number.isFinite(last) ? last : 0;
}

/** A number rounded at a decimal place: `exponent` −1 keeps tenths, 2 hundreds. */
export function roundAt(value: number, exponent: number): number {
  // Through text, so that what prints as 0.3 is the double nearest to 0.3.
  return exponent >= 0
    ? Math.round(value / 10 ** exponent) * 10 ** exponent
    : Number(value.toFixed(Math.min(100, -exponent)));
}

/** The figure with no digit that its spread does not support. */
export function roundToSpread(figure: Figure): Figure {
  const place = lastDigit(figure);
  return {
    ...figure,
    value: roundAt(figure.value, place),
    low: roundAt(figure.low, place),
    high: roundAt(figure.high, place),
  };
}
