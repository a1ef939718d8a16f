import { describe, expect, it } from 'vitest';
import { expectedParentage } from '../../src/evolution/schemes/expected-parentage.js';
import { chanceBits } from '../../src/pressure/chance-bits.js';
import { leastTilt } from '../../src/pressure/channel-bits.js';
import type { SelectionSpec } from '../../src/scenario/scenario.js';
import { simulation } from '../evolution/random.js';

const SCHEMES: readonly (readonly [string, SelectionSpec])[] = [
  ['tournament of 2', { scheme: 'tournament', size: 2 }],
  ['tournament of 3', { scheme: 'tournament', size: 3 }],
  ['tournament of 10', { scheme: 'tournament', size: 10 }],
  ['truncation to 0.1', { scheme: 'truncation', fraction: 0.1 }],
];

const stream = simulation('chance level, verification');

/** A standard normal draw (Box & Muller 1958). */
const normal = (): number => Math.sqrt(-2 * Math.log1p(-stream.nextUnit())) * Math.cos(2 * Math.PI * stream.nextUnit());

/** Values of an unrelated trait over an island; `rare`: one individual in fifty, but one at least, has it. */
const TRAITS: readonly (readonly [string, (size: number) => number[]])[] = [
  ['normal', (size) => Array.from({ length: size }, normal)],
  ['fair bit', (size) => Array.from({ length: size }, () => stream.nextBelow(2))],
  ['exponential', (size) => Array.from({ length: size }, () => -Math.log1p(-stream.nextUnit()))],
  [
    'rare',
    (size) => {
      const places = Array.from({ length: size }, () => stream.nextUnit());
      const limit = places.toSorted((a, b) => a - b)[Math.max(1, Math.round(size / 50)) - 1]!;
      return places.map((place) => (place <= limit ? 1 : 0));
    },
  ],
];

const DRAWS = 20_000;

describe('bits of a trait unrelated to fitness, over the chance level', () => {
  it('come to N / (N − 1) for normal traits, up to the next order; figures for others', () => {
    for (const size of [10, 50, 500]) {
      for (const [schemeName, scheme] of SCHEMES) {
        const p = expectedParentage(
          Float64Array.from({ length: size }, (_, i) => i),
          scheme,
        );
        const figures = TRAITS.map(([traitName, draw]) => {
          const ratios = Array.from(
            { length: DRAWS },
            () => leastTilt(Float64Array.from(draw(size)), p).bits / chanceBits(p),
          );
          const mean = ratios.reduce((a, b) => a + b, 0) / DRAWS;
          const variance = ratios.reduce((total, ratio) => total + (ratio - mean) ** 2, 0) / (DRAWS - 1);
          return { traitName, mean, error: Math.sqrt(variance / DRAWS) };
        });
        const text = figures.map(
          ({ traitName, mean, error }) => `${traitName} ${mean.toFixed(3)} ±${error.toFixed(3)}`,
        );
        console.log(`N = ${size}, ${schemeName}: ${text.join(', ')}`);
        const { mean, error } = figures[0]!;
        // The next order of the expansion is of order Σ p² − 1/N.
        const next = p.reduce((sum, share) => sum + share ** 2, 0) - 1 / size;
        expect(Math.abs(mean - size / (size - 1))).toBeLessThan(4 * error + 3 * next);
      }
    }
  });
});
