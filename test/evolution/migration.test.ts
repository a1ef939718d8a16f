import { describe, expect, it } from 'vitest';
import { migrationSources } from '../../src/evolution/migration.js';

const ring = (size: number, islands: number, rate: number, every = 5) => ({
  size,
  islands,
  migration: { every, rate },
});

describe('migrationSources', () => {
  it('moves the first individuals of each island to the same places of the next, the last island’s to the first', () => {
    expect(Array.from(migrationSources(ring(4, 3, 0.5), 5)!)).toEqual([8, 9, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11]);
  });

  it('exchanges the first individuals of two islands, both at once', () => {
    expect(Array.from(migrationSources(ring(3, 2, 0.4), 10)!)).toEqual([3, 1, 2, 0, 4, 5]);
  });

  it('moves round(rate · size) individuals, all of them at rate 1', () => {
    const moved = (rate: number): number =>
      migrationSources(ring(10, 2, rate), 5)!.filter((source, place) => source !== place).length / 2;
    expect([0.06, 0.14, 0.16, 1].map(moved)).toEqual([1, 1, 2, 10]);
  });

  it('does not happen at the first generation, nor between its times', () => {
    const happens = [0, 1, 4, 5, 6, 10, 12, 15].filter((t) => migrationSources(ring(4, 3, 0.5), t) !== null);
    expect(happens).toEqual([5, 10, 15]);
  });

  it('does not happen on one island, without a rate or with a rate that moves nobody', () => {
    expect(migrationSources(ring(4, 1, 0.5), 5)).toBeNull();
    expect(migrationSources({ size: 4, islands: 3, migration: null }, 5)).toBeNull();
    expect(migrationSources(ring(4, 3, 0.1), 5)).toBeNull();
  });
});
