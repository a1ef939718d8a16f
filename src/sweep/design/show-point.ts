import type { Axis, Point } from './records.js';

/** A point as a person finds it: its coordinates and replicate, `columns 4, rate 0.5, replicate 2`. */
export function showPoint(axes: readonly Axis[], { coordinates, replicate }: Point): string {
  const parts = axes.map(({ name }, a) => `${name} ${coordinates[a]}`);
  return [...parts, `replicate ${replicate}`].join(', ');
}
