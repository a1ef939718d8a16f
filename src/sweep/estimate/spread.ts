import type { Point } from '../design/records.js';

/** 1/φ: multiples of it, modulo 1, leave no large gap however many there are, and keep step with no axis of a design. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Points spread over a design, as many as are asked for: first those of different coordinates, one replicate of each, since
 * replicates take the same.
 */
export function* spreadPoints(points: readonly Point[]): Generator<Point> {
  const coordinates = new Map<string, Point>();
  for (const point of points) {
    const key = JSON.stringify(point.coordinates);
    if (!coordinates.has(key)) coordinates.set(key, point);
  }
  const distinct = [...coordinates.values()];
  const seen = new Set<Point>();
  // Places are met again now and then, and after so many all have been.
  for (let i = 0; i < 4 * distinct.length && seen.size < distinct.length; i++) {
    const point = distinct[Math.floor(((0.5 + i * GOLDEN) % 1) * distinct.length)]!;
    if (seen.has(point)) continue;
    seen.add(point);
    yield point;
  }
}
