import { MOST_GAUSSIAN_BITS } from '../scenario/limits.js';
import { realElements } from './environment/gaussian.js';
import type { Channel, System } from './system.js';

type Sides = Pick<System, 'units' | 'environment' | 'ports'>;

/**
 * The largest strength that a channel can have, in bits: those of the smaller of its two ports. Values in bins count for
 * their logarithm; a Gaussian strength has no other bound than what its estimate can show.
 */
export function mostBits(system: Sides, { from, to }: Pick<Channel, 'from' | 'to'>): number {
  const { units, environment, ports } = system;
  const [source, sink] = [ports.write[from]!.elements, ports.read[to]!.units];
  if (units.kind === 'lut') return Math.min(source.length, sink.length);
  if (units.strength === 'gaussian') return MOST_GAUSSIAN_BITS * sink.length;
  const ofValue = Math.log2(units.strength.bins);
  const real = realElements(environment);
  const outside = source.reduce((sum, element) => sum + (real[element] ? ofValue : 1), 0);
  return Math.min(outside, ofValue * sink.length);
}

/** The strength of a channel that carries much, in bits: the largest, or one bit for each site where there is none. */
export function typicalBits(system: Sides, channel: Pick<Channel, 'from' | 'to'>): number {
  const { units, ports } = system;
  if (units.kind === 'lut' || units.strength !== 'gaussian') return mostBits(system, channel);
  return Math.min(ports.write[channel.from]!.elements.length, ports.read[channel.to]!.units.length);
}
