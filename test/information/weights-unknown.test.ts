import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mean, standardDeviation, standardError } from '../../src/base/statistics.js';
import { logRatioMoments } from '../../src/information/log-ratio.js';
import { weightsUnknownInformation } from '../../src/information/weights-unknown.js';
import { binaryEntropy, plainInformation, simulation } from './tables.js';

describe('logRatioMoments', () => {
  it('has exactly no mean and no variance where counts are independent, however large they are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 2 ** 23 }), { minLength: 4, maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 2 ** 23 }), { minLength: 2, maxLength: 2 }),
        (columns, rows) => {
          const table = rows.flatMap((row) => columns.map((column) => row * column));
          expect(logRatioMoments(table, 4, 2)).toEqual({ mean: 0, variance: 0 });
        },
      ),
      { seed: 6, numRuns: 300 },
    );
  });

  it('has the plug-in information as its mean', () => {
    const table = [30, 21, 0, 5, 0, 0, 10, 50];
    // Rounding of eight terms of size one.
    expect(logRatioMoments(table, 4, 2).mean).toBeCloseTo(plainInformation(table, 4, 2), 13);
  });

  it('is 0 for an empty table', () => {
    expect(logRatioMoments([0, 0, 0, 0], 2, 2)).toEqual({ mean: 0, variance: 0 });
  });
});

describe('weightsUnknownInformation', () => {
  const wire = [64, 0, 0, 64];
  const inverted = [0, 64, 64, 0];

  it('is exactly 0 where every genotype is pooled with its complement', () => {
    // A block holds a genotype and the one with the read port's table complemented: leaving a block out changes nothing.
    const leaky = [100, 20, 3, 5];
    const complement = [3, 5, 100, 20];
    const block = leaky.map((count, cell) => count + complement[cell]!);
    const parts = Float64Array.from([...block, ...block.map((count) => 3 * count), ...block]);
    expect(weightsUnknownInformation(parts, 3, 2, 2)).toEqual({ value: 0, standardError: 0 });
  });

  it('is what one block carries where all blocks are alike', () => {
    const parts = Uint32Array.from([...wire, ...wire, ...wire]);
    expect(weightsUnknownInformation(parts, 3, 2, 2)).toEqual({ value: 1, standardError: 0 });
  });

  it('is uncorrected and without error for a single block', () => {
    expect(weightsUnknownInformation(Uint32Array.from(wire), 1, 2, 2)).toEqual({ value: 1, standardError: Number.NaN });
  });

  it('is the jackknife of the pooled information, asymmetric tables and blocks of any size included', () => {
    const blocks = [
      [30, 21, 2, 5, 1, 0, 10, 50],
      [9, 1, 2, 30, 0, 7, 41, 6],
      [80, 4, 4, 4, 22, 3, 3, 60],
    ];
    const pool = (chosen: number[][]): number =>
      plainInformation(
        chosen[0]!.map((_, cell) => chosen.reduce((sum, block) => sum + block[cell]!, 0)),
        4,
        2,
      );
    const whole = pool(blocks);
    const without = blocks.map((_, left) => pool(blocks.filter((__, i) => i !== left)));
    const found = weightsUnknownInformation(Float64Array.from(blocks.flat()), 3, 4, 2);
    // Rounding of a dozen sums of size one.
    expect(found.value).toBeCloseTo(3 * whole - 2 * mean(without), 12);
    const scatter = without.reduce((sum, value) => sum + (value - mean(without)) ** 2, 0);
    expect(found.standardError).toBeCloseTo(Math.sqrt((2 / 3) * scatter), 12);
  });

  it('pools to no more than genotypes carry on average', () => {
    // All genotypes meet one stimulus, so the source symbols are as frequent for each of them: 90 and 150 samples.
    const genotype = fc.tuple(fc.nat(90), fc.nat(150)).map(([a, b]) => [a, b, 90 - a, 150 - b]);
    fc.assert(
      fc.property(fc.array(genotype, { minLength: 2, maxLength: 6 }), (genotypes) => {
        const pooled = [0, 1, 2, 3].map((cell) => genotypes.reduce((sum, each) => sum + each[cell]!, 0));
        const known = mean(genotypes.map((each) => plainInformation(each, 2, 2)));
        // Rounding, where all genotypes are alike.
        expect(logRatioMoments(pooled, 2, 2).mean).toBeLessThanOrEqual(known + 1e-13);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it.each([
    ['as often inverted as not', 0.5],
    ['inverted in one of five genotypes', 0.2],
  ])('is 1 − h(q) in the mean for wires %s, with the error that it scatters by', (_, q) => {
    const stream = simulation('unknown');
    const blocks = 40;
    const found = Array.from({ length: 1500 }, () => {
      const parts = new Float64Array(blocks * 4);
      for (let block = 0; block < blocks; block++) {
        for (let genotype = 0; genotype < 10; genotype++) {
          const drawn = stream.nextUnit() < q ? inverted : wire;
          drawn.forEach((count, cell) => {
            parts[block * 4 + cell]! += count;
          });
        }
      }
      return weightsUnknownInformation(parts, blocks, 2, 2);
    });
    const values = found.map((each) => each.value);
    // Four standard errors over repetitions; what the jackknife leaves of the bias is of order 1/genotypes², below 1e-5.
    expect(Math.abs(mean(values) - (1 - binaryEntropy(q)))).toBeLessThan(4 * standardError(values) + 1e-5);
    if (q !== 0.5) {
      // The scatter of 1500 values is known to 2 per cent, the jackknife's own error to order 1/blocks.
      const ratio = mean(found.map((each) => each.standardError)) / standardDeviation(values);
      expect(Math.abs(ratio - 1)).toBeLessThan(0.08 + 1 / blocks);
    }
  });
});
