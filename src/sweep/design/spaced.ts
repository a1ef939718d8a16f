/** Digits that a computed value keeps, so that a third step of 0.1 is 0.3. */
const DIGITS = 12;

/** A number without what rounding left behind its twelfth digit, counted from that of `largest`. */
function tidy(value: number, largest: number): number {
  const places = Math.min(100, Math.max(0, DIGITS - Math.ceil(Math.log10(largest))));
  // + 0: what rounds to −0 is 0.
  return Number(value.toFixed(places)) + 0;
}

/** `count` numbers from one end to the other in equal steps, both ends exact; the others to twelve digits. */
export function evenly(from: number, to: number, count: number): number[] {
  const largest = Math.max(Math.abs(from), Math.abs(to));
  return Array.from({ length: count }, (_, i) => {
    if (i === 0) return from;
    return i === count - 1 ? to : tidy(from + ((to - from) * i) / (count - 1), largest);
  });
}

/** How many numbers {@link stepwise} gives. */
export function stepCount(from: number, to: number, step: number): number {
  // A last step that is missed by rounding alone is taken.
  return Math.floor(Math.abs(to - from) / step + 1e-9) + 1;
}

/** From one end towards the other by steps of one size, not beyond it; to twelve digits. */
export function stepwise(from: number, to: number, step: number): number[] {
  const largest = Math.max(Math.abs(from), Math.abs(to));
  const toward = to < from ? -step : step;
  return Array.from({ length: stepCount(from, to, step) }, (_, i) =>
    i === 0 ? from : tidy(from + toward * i, largest),
  );
}

/** `count` numbers above 0 from one end to the other by equal ratios, both ends exact; the others to twelve digits. */
export function byRatio(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    if (i === 0) return from;
    return i === count - 1 ? to : Number((from * (to / from) ** (i / (count - 1))).toPrecision(DIGITS));
  });
}

/**
 * The number at a place u of (0, 1) between two ends, uniform in it or in its logarithm; whole: an integer from one end
 * to the other, each of them for an equal share of u, or of its logarithm that of its interval up to the next.
 */
export function placed(
  u: number,
  [least, largest]: readonly [number, number],
  scale: 'linear' | 'log',
  whole: boolean,
): number {
  const end = whole ? largest + 1 : largest;
  // Powers may differ in their last bit from machine to machine, and all who work on a sweep must find the same points.
  const value = scale === 'log' ? Number((least * (end / least) ** u).toPrecision(DIGITS)) : least + (end - least) * u;
  // Rounding may carry what lies just below the end up to it.
  return Math.min(largest, whole ? Math.floor(value) : value);
}
