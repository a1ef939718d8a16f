import { expect, it } from 'vitest';
import type { Point } from '../../../src/sweep/design/records.js';
import { spreadPoints } from '../../../src/sweep/estimate/spread.js';
import { pointOf } from '../small-sweep.js';

/** A product of two axes of 8 values, 3 replicates. */
const points: Point[] = Array.from({ length: 192 }, (_, index) => ({
  ...pointOf(index),
  coordinates: [Math.floor(index / 24), Math.floor(index / 3) % 8],
  replicate: index % 3,
}));

it('takes different coordinates, all of them in the end, and meets every value of every axis early', () => {
  const order = [...spreadPoints(points)];
  expect(new Set(order.map(({ coordinates }) => coordinates.join()))).toHaveProperty('size', 64);
  expect(order).toHaveLength(64);
  const early = order.slice(0, 21);
  for (const axis of [0, 1])
    expect(new Set(early.map(({ coordinates }) => coordinates[axis]))).toHaveProperty('size', 8);
  // No eighth of the design is left out of the first 16.
  expect(new Set(order.slice(0, 16).map(({ index }) => Math.floor(index / 24)))).toHaveProperty('size', 8);
});

it('begins with a point of the middle, and knows the design of one point', () => {
  expect([...spreadPoints(points)][0]!.coordinates).toEqual([4, 0]);
  expect([...spreadPoints(points.slice(0, 1))]).toEqual(points.slice(0, 1));
});
