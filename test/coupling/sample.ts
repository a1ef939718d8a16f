import type { Stream } from '../../src/base/streams.js';
import type { Halves } from '../../src/coupling/derivative/halves.js';

/** A standard normal number (Box & Muller 1958). */
export function normal(stream: Stream): number {
  return Math.sqrt(-2 * Math.log(1 - stream.nextUnit())) * Math.cos(2 * Math.PI * stream.nextUnit());
}

/** Indices drawn by their probabilities. */
export function draw(probability: Float64Array, count: number, stream: Stream): Uint32Array {
  const cumulative = Float64Array.from(probability);
  for (let g = 1; g < cumulative.length; g++) cumulative[g]! += cumulative[g - 1]!;
  return Uint32Array.from({ length: count }, () => {
    const at = stream.nextUnit() * cumulative.at(-1)!;
    const found = cumulative.findIndex((sum) => sum > at);
    return found === -1 ? cumulative.length - 1 : found;
  });
}

/** Two traits on two halves, each half with a noise of its own that the traits share by `shared`, in standard deviations. */
export function noisyHalves(
  u: Float64Array,
  i: Float64Array,
  noise: number,
  shared: number,
  stream: Stream,
): { unintended: Halves; intended: Halves } {
  const halves = [u.slice(), i.slice(), u.slice(), i.slice()];
  for (let n = 0; n < u.length; n++) {
    for (const half of [0, 2]) {
      const common = normal(stream);
      const own = Math.sqrt(1 - shared * shared);
      halves[half]![n]! += noise * common;
      halves[half + 1]![n]! += noise * (shared * common + own * normal(stream));
    }
  }
  return { unintended: { first: halves[0]!, second: halves[2]! }, intended: { first: halves[1]!, second: halves[3]! } };
}
