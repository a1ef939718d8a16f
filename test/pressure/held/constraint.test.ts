import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Purpose, rootKey, Stream } from '../../../src/base/streams.js';
import {
  allReplacements,
  constraintBits,
  drawReplacements,
  probeTables,
  superpose,
} from '../../../src/pressure/held/constraint.js';
import { drawTable } from '../../../src/system/prior/prior.js';

describe('the replacements of a table', () => {
  it('are all tables of up to three inputs, or of a family of at most 256, with their probabilities', () => {
    expect(allReplacements({ kind: 'bit', bit: 0.5 }, 3)!.tables.length).toBe(256);
    const { tables, weights } = allReplacements({ kind: 'bit', bit: 0.25 }, 1)!;
    expect([...tables]).toEqual([0, 1, 2, 3]);
    expect([...weights]).toEqual([9 / 16, 3 / 16, 3 / 16, 1 / 16]);
    expect(allReplacements({ kind: 'family', family: 'linear' }, 5)!.tables.length).toBe(64);
    expect(allReplacements({ kind: 'bit', bit: 0.5 }, 4)).toBeNull();
    expect(allReplacements({ kind: 'family', family: 'reversible' }, 5)).toBeNull();
  });

  it('are else 256 draws, one after the other from one address', () => {
    const stream = () => new Stream(rootKey(1), Purpose.constraint, 7, 12);
    const prior = { kind: 'bit', bit: 0.3 } as const;
    const { tables, weights } = drawReplacements(prior, 4, stream());
    const again = stream();
    expect([...tables]).toEqual(Array.from({ length: 256 }, () => drawTable(prior, 4, again)));
    expect(new Set(weights)).toEqual(new Set([1 / 256]));
  });
});

describe('the constraint', () => {
  it('is minus the log of the weight of the replacements that keep half or more', () => {
    const replaced = Float64Array.of(0.8, 0.4, 0.39, 0, 0.41, 0.1);
    expect(
      constraintBits(
        0.8,
        replaced,
        Float64Array.of(1, 1, 1, 1, 1, 3).map((w) => w / 8),
      ),
    ).toBe(Math.log2(8 / 3));
    expect(
      constraintBits(
        0.8,
        replaced,
        Float64Array.of(2, 1, 1, 1, 1, 2).map((w) => w / 8),
      ),
    ).toBe(1);
  });

  it('is exactly 0 where all keep it, and not defined where none does', () => {
    const weights = new Float64Array(10).fill(0.1);
    expect(constraintBits(1, new Float64Array(10).fill(0.5), weights)).toBe(0);
    expect(Object.is(constraintBits(1, new Float64Array(10).fill(1), weights), 0)).toBe(true);
    expect(constraintBits(1, new Float64Array(10).fill(0.49), weights)).toBeNull();
  });
});

describe('measures of a table from those of the probes', () => {
  it('are exact where each sample asks one output', () => {
    const samples = 200;
    for (const neighbourCount of [1, 2, 3, 4, 5]) {
      const bits = 2 ** neighbourCount;
      const arbitrarySample = fc.record({
        index: fc.nat(bits - 1),
        source: fc.nat(2),
        // What is read where the output is 0, and where it is 1.
        sinks: fc.tuple(fc.nat(1), fc.nat(1)),
      });
      fc.assert(
        fc.property(
          fc.array(arbitrarySample, { minLength: samples, maxLength: samples }),
          fc.nat(2 ** bits - 1),
          (drawn, table) => {
            const measure = (t: number): number[] => {
              const counts = new Array<number>(6).fill(0);
              for (const { index, source, sinks } of drawn) counts[source + 3 * sinks[(t >>> index) & 1]!]!++;
              return counts;
            };
            // Behind another's measures, so that the offset is looked at.
            const probes = Uint32Array.from(
              [[9, 9, 9, 9, 9, 9], ...Array.from(probeTables(neighbourCount), measure)].flat(),
            );
            const out = new Uint32Array(6);
            superpose(table, probes, 6, out);
            expect([...out]).toEqual(measure(table));
          },
        ),
        { seed: 6, numRuns: 30 },
      );
    }
  });
});
