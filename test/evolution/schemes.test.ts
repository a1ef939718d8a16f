import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Stream } from '../../src/base/streams.js';
import { expectedParentage } from '../../src/evolution/schemes/expected-parentage.js';
import type { SelectionSpec } from '../../src/scenario/scenario.js';
import { frequencyError, shuffled, simulation, tally } from './random.js';

const parentage = (fitness: readonly number[], selection: SelectionSpec): number[] =>
  Array.from(expectedParentage(Float64Array.from(fitness), selection));

/** Individuals from the least fit to the fittest, ties in random order. */
function randomRanking(fitness: readonly number[], stream: Stream): number[] {
  return shuffled([...fitness.keys()], stream).sort((a, b) => fitness[a]! - fitness[b]!);
}

/** Draws one parent as the scheme's name says, with no closed form in sight. */
function drawNaively(fitness: readonly number[], selection: SelectionSpec, stream: Stream): number {
  const size = fitness.length;
  const highest = Math.max(...fitness);
  /** Picks anyone and keeps it with the given probability, until one is kept. */
  const rejection = (keep: (individual: number) => number): number => {
    for (;;) {
      const individual = stream.nextBelow(size);
      if (stream.nextUnit() < keep(individual)) return individual;
    }
  };
  switch (selection.scheme) {
    case 'tournament': {
      const contestants = Array.from({ length: selection.size }, () => stream.nextBelow(size));
      const best = Math.max(...contestants.map((i) => fitness[i]!));
      const winners = contestants.filter((i) => fitness[i] === best);
      return winners[stream.nextBelow(winners.length)]!;
    }
    case 'truncation': {
      const places = Math.max(1, Math.round(selection.fraction * size));
      return randomRanking(fitness, stream).slice(-places)[stream.nextBelow(places)]!;
    }
    case 'rank': {
      const ranking = randomRanking(fitness, stream);
      const slope = selection.pressure - 1;
      const share = (rank: number): number => (size === 1 ? 1 : 1 - slope + (2 * slope * rank) / (size - 1));
      return rejection((individual) => share(ranking.indexOf(individual)) / 2);
    }
    case 'boltzmann':
      return rejection((individual) => Math.exp(selection.beta * (fitness[individual]! - highest)));
    case 'proportional':
      return rejection((individual) => (highest === 0 ? 1 : fitness[individual]! / highest));
    case 'none':
      return stream.nextBelow(size);
  }
}

const selections: SelectionSpec[] = [
  { scheme: 'tournament', size: 1 },
  { scheme: 'tournament', size: 2 },
  { scheme: 'tournament', size: 5 },
  { scheme: 'truncation', fraction: 0.3 },
  { scheme: 'truncation', fraction: 0.01 },
  { scheme: 'truncation', fraction: 1 },
  { scheme: 'rank', pressure: 1.6 },
  { scheme: 'rank', pressure: 2 },
  { scheme: 'boltzmann', beta: 2.5 },
  { scheme: 'proportional' },
  { scheme: 'none' },
];
const populations: [string, number[]][] = [
  ['distinct individuals', [0.31, 0, 0.74, 0.2, 1.1, 0.05]],
  ['ties at the bottom, in the middle and at the top', [0.3, 0, 1.1, 0.3, 0, 0.7, 0.3, 1.1]],
  ['two individuals', [0.9, 0.2]],
  ['two equal individuals', [0.9, 0.9]],
  ['all equal', [0.4, 0.4, 0.4, 0.4, 0.4]],
  ['nobody with any fitness', [0, 0, 0]],
  ['a single individual', [0.4]],
];

describe('expectedParentage', () => {
  it('of tournaments of two among three is 1/9, 3/9, 5/9', () => {
    const p = parentage([0.5, 0.1, 0.9], { scheme: 'tournament', size: 2 });
    [3, 1, 5].forEach((ninths, i) => {
      expect(p[i]).toBeCloseTo(ninths / 9, 15);
    });
  });

  it('of tournaments shares ties equally: p = (F̂^k − F̂₋^k) / ties', () => {
    const p = parentage([2, 1, 2, 2, 5], { scheme: 'tournament', size: 3 });
    [(0.8 ** 3 - 0.2 ** 3) / 3, 0.2 ** 3, 1 - 0.8 ** 3].forEach((exact, i) => {
      expect(p[[0, 1, 4][i]!]).toBeCloseTo(exact, 15);
    });
    expect(p[2]).toBe(p[0]);
    expect(p[3]).toBe(p[0]);
  });

  it('of truncation lets those tied at the cut share the places left', () => {
    expect(parentage([2, 3, 2, 1], { scheme: 'truncation', fraction: 0.5 })).toEqual([1 / 4, 1 / 2, 1 / 4, 0]);
    expect(parentage([4, 3, 2, 1, 0], { scheme: 'truncation', fraction: 0.5 })).toEqual([1 / 3, 1 / 3, 1 / 3, 0, 0]);
    expect(parentage([4, 3, 2, 1, 0], { scheme: 'truncation', fraction: 0.01 })).toEqual([1, 0, 0, 0, 0]);
  });

  it('of ranks is linear from 2 − s to s children, ties at their mean rank', () => {
    const p = parentage([0.5, -7, 0.5, 30, 0.6], { scheme: 'rank', pressure: 1.5 });
    // Ranks 1½, 0, 1½, 4, 3 of 0 … 4. Rounding of a few sums of size one.
    [1.5, 0, 1.5, 4, 3].forEach((rank, i) => {
      expect(p[i]).toBeCloseTo((0.5 + rank / 4) / 5, 15);
    });
  });

  it('of Boltzmann selection doubles with every ln 2 / β of fitness', () => {
    const p = parentage([0.2, 0.3, 0.5], { scheme: 'boltzmann', beta: Math.LN2 * 10 });
    [1, 2, 8].forEach((weight, i) => {
      expect(p[i]).toBeCloseTo(weight / 11, 14);
    });
  });

  it('of Boltzmann selection does not overflow', () => {
    expect(parentage([1000, 0, 1000], { scheme: 'boltzmann', beta: 50 })).toEqual([0.5, 0, 0.5]);
  });

  it('of proportional selection is each one’s share, and uniform where there is nothing to share', () => {
    expect(parentage([1, 0, 3], { scheme: 'proportional' })).toEqual([0.25, 0, 0.75]);
    expect(parentage([0, 0, 0, 0], { scheme: 'proportional' })).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  it('of proportional selection refuses negative fitness', () => {
    expect(() => parentage([1, -0.5, 3], { scheme: 'proportional' })).toThrow(
      'selection.scheme proportional met a fitness of -0.5; expected none below 0',
    );
  });

  it('treats 0 and −0 as the tie they are', () => {
    const p = parentage([0, -0, 1], { scheme: 'tournament', size: 2 });
    expect(p[0]).toBe(p[1]);
  });

  it('refuses a fitness that is not a number', () => {
    expect(() => parentage([1, Number.NaN], { scheme: 'none' })).toThrow('individual 1 has fitness NaN');
  });

  describe.each(populations)('with %s', (_, fitness) => {
    it.each(selections)('is the mean of many naive draws: %o', (selection) => {
      const draws = 20_000;
      const stream = simulation(`${JSON.stringify(selection)} ${fitness.join()}`);
      const counts = tally(fitness.length, draws, () => drawNaively(fitness, selection, stream));
      parentage(fitness, selection).forEach((p, i) => {
        // Four and a half sampling errors, since about 300 frequencies are looked at; exact where p is 0 or 1, up to the
        // rounding of p.
        expect(Math.abs(counts[i]! / draws - p)).toBeLessThanOrEqual(
          4.5 * frequencyError(Math.min(1, p), draws) + 1e-15,
        );
      });
    });
  });

  const anySelection: fc.Arbitrary<SelectionSpec> = fc.oneof(
    fc.record({ scheme: fc.constant('tournament' as const), size: fc.integer({ min: 1, max: 40 }) }),
    fc.record({ scheme: fc.constant('truncation' as const), fraction: fc.double({ min: 0.001, max: 1, noNaN: true }) }),
    fc.record({ scheme: fc.constant('rank' as const), pressure: fc.double({ min: 1, max: 2, noNaN: true }) }),
    fc.record({ scheme: fc.constant('boltzmann' as const), beta: fc.double({ min: 0, max: 100, noNaN: true }) }),
    fc.record({ scheme: fc.constant('proportional' as const) }),
    fc.record({ scheme: fc.constant('none' as const) }),
  );
  const anyFitness = fc.array(fc.oneof(fc.constantFrom(0, 0.1, 0.5), fc.double({ min: 0, max: 2, noNaN: true })), {
    minLength: 1,
    maxLength: 60,
  });

  it('sums to 1, is never lower for a fitter individual and exactly equal for equal ones', () => {
    fc.assert(
      fc.property(anyFitness, anySelection, (fitness, selection) => {
        const p = parentage(fitness, selection);
        // The contract's own bound; rounding of sixty shares is far below it.
        expect(Math.abs(p.reduce((sum, each) => sum + each, 0) - 1)).toBeLessThan(1e-12);
        const ascending = [...fitness.keys()].sort((a, b) => fitness[a]! - fitness[b]!);
        ascending.slice(1).forEach((individual, place) => {
          const lower = ascending[place]!;
          if (fitness[individual] === fitness[lower]) expect(p[individual]).toBe(p[lower]);
          else expect(p[individual]).toBeGreaterThanOrEqual(p[lower]!);
        });
        expect(Math.min(...p)).toBeGreaterThanOrEqual(0);
      }),
      { seed: 8, numRuns: 500 },
    );
  });

  it('sums to 1 in a large population with large tournaments', () => {
    const stream = simulation('large');
    const fitness = Array.from({ length: 3000 }, () => stream.nextUnit());
    const sum = parentage(fitness, { scheme: 'tournament', size: 1000 }).reduce((total, p) => total + p, 0);
    expect(Math.abs(sum - 1)).toBeLessThan(1e-12);
  });

  it('is permuted exactly by a relabelling of individuals', () => {
    fc.assert(
      fc.property(anyFitness, anySelection, fc.integer(), (fitness, selection, seed) => {
        const order = shuffled([...fitness.keys()], simulation(String(seed)));
        const p = parentage(fitness, selection);
        const relabelled = parentage(
          order.map((i) => fitness[i]!),
          selection,
        );
        expect(relabelled).toEqual(order.map((i) => p[i]!));
      }),
      { seed: 9, numRuns: 200 },
    );
  });
});
