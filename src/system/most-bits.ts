import { realElements } from './environment/gaussian.js';
import type { Channel, System } from './system.js';

/**
 * The largest strength that a channel can have, in bits: those of the smaller of its two ports. Of analog units' values in
 * bins, their logarithm counts for each site; a Gaussian strength has no bound, and this is one bit for each site, so as to
 * have a scale.
 */
export function mostBits(
  { units, environment, ports }: Pick<System, 'units' | 'environment' | 'ports'>,
  { from, to }: Pick<Channel, 'from' | 'to'>,
): number {
  const [source, sink] = [ports.write[from]!.elements, ports.read[to]!.units];
  if (units.kind === 'lut' || units.strength === 'gaussian') return Math.min(source.length, sink.length);
  const ofValue = Math.log2(units.strength.bins);
  const real = realElements(environment);
  const outside = source.reduce((sum, element) => sum + (real[element] ? ofValue : 1), 0);
  return Math.min(outside, ofValue * sink.length);
}
