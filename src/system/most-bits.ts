import type { Channel, System } from './system.js';

/** The largest strength that a channel can have, in bits: those of the smaller of its two ports. */
export function mostBits({ ports }: Pick<System, 'ports'>, { from, to }: Pick<Channel, 'from' | 'to'>): number {
  return Math.min(ports.write[from]!.elements.length, ports.read[to]!.units.length);
}
