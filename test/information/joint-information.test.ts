import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mean, standardError } from '../../src/base/statistics.js';
import { jointInformation, symbolInformation } from '../../src/information/joint-information.js';
import { coarsePart, nLog2N } from '../../src/information/n-log-n.js';
import { binaryEntropy, drawTable, plainInformation, simulation, sumOf } from './tables.js';

const of = (counts: readonly number[], sourceCells = 2, sinkCells = 2) =>
  jointInformation(Uint32Array.from(counts), 0, sourceCells, sinkCells, sumOf(counts));

const counts = (cells: number, max = 500) =>
  fc.array(fc.oneof(fc.constant(0), fc.nat(max)), { minLength: cells, maxLength: cells }).filter((c) => sumOf(c) > 0);

describe('nLog2N', () => {
  it('is the same expression inside and beyond its table', () => {
    for (const n of [1, 2, 3, 1000, 65_535, 65_536, 65_537, 1_000_003, 2 ** 24])
      expect(nLog2N(n)).toBe(n * Math.log2(n));
    expect(nLog2N(0)).toBe(0);
  });

  it('splits into a multiple of 2^-22 and a rest that is a multiple of 2^-51, without loss', () => {
    for (const n of [1, 2, 3, 777, 4096, 65_537, 12_345_678, 2 ** 24]) {
      const value = nLog2N(n);
      const coarse = coarsePart(value);
      expect(Number.isInteger(coarse * 2 ** 22)).toBe(true);
      expect(Number.isInteger((value - coarse) * 2 ** 51)).toBe(true);
      expect(Math.abs(value - coarse)).toBeLessThanOrEqual(2 ** -23);
      expect(coarse + (value - coarse)).toBe(value);
    }
  });
});

describe('jointInformation', () => {
  it('is 0.311278 bits through AND with one other fair input', () => {
    // x = 0: y always 0. x = 1: y either way.
    const { plugIn } = of([64, 32, 0, 32]);
    expect(plugIn).toBeCloseTo(binaryEntropy(0.25) - 0.5, 12);
    expect(plugIn).toBeCloseTo(0.311278, 6);
  });

  it('is exactly 0 through XOR with one other fair input, and the correction takes off what noise would add', () => {
    const found = of([32, 32, 32, 32]);
    expect(found).toEqual({ plugIn: 0, corrected: -1 / (2 * Math.LN2 * 128), g: 0, degreesOfFreedom: 1 });
  });

  it('is 1 bit for a noiseless wire, to which the correction adds 1/(2 S ln 2)', () => {
    expect(of([64, 0, 0, 64])).toEqual({
      plugIn: 1,
      corrected: 1 + 1 / (2 * Math.LN2 * 128),
      g: 2 * Math.LN2 * 128,
      degreesOfFreedom: 1,
    });
    expect(of([0, 64, 64, 0])).toEqual(of([64, 0, 0, 64]));
  });

  it('is 1 − h(ε) for a wire that flips with probability ε', () => {
    // ε = 1/8 of 1024 samples, exactly. Rounding of nine terms near 10^4 over 10^3 samples.
    expect(of([448, 64, 64, 448]).plugIn).toBeCloseTo(1 - binaryEntropy(1 / 8), 12);
  });

  it('is 2 bits for a wire of two bits and 1 bit where only one of them gets through', () => {
    const wire = [32, 0, 0, 0, 0, 32, 0, 0, 0, 0, 32, 0, 0, 0, 0, 32];
    expect(of(wire, 4, 4).plugIn).toBe(2);
    expect(of(wire, 4, 4).degreesOfFreedom).toBe(9);
    // Sink symbol: the high bit of the source symbol.
    expect(of([32, 32, 0, 0, 0, 0, 32, 32], 4, 2).plugIn).toBe(1);
    // Kxy − Kx − Ky + 1 = 4 − 4 − 2 + 1.
    expect(of([32, 32, 0, 0, 0, 0, 32, 32], 4, 2).corrected).toBe(1 + 1 / (2 * Math.LN2 * 128));
  });

  it('sees all of the parity of two source bits in one sink bit', () => {
    expect(of([32, 0, 0, 32, 0, 32, 32, 0], 4, 2).plugIn).toBe(1);
  });

  it.each([
    ['one sink symbol', [70, 58, 0, 0], 2, 2],
    ['one source symbol', [70, 0, 58, 0], 2, 2],
    ['one cell', [0, 0, 0, 128], 2, 2],
    ['one sink symbol of four', [0, 0, 0, 0, 40, 80, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0], 4, 4],
    ['one source symbol of four', [0, 0, 40, 0, 0, 0, 88, 0], 4, 2],
  ] as const)('is exactly 0 with nothing to correct where there is %s', (_, table, sourceCells, sinkCells) => {
    expect(of(table, sourceCells, sinkCells)).toEqual({ plugIn: 0, corrected: 0, g: 0, degreesOfFreedom: 0 });
  });

  it('counts only occupied rows and columns in the correction and the degrees of freedom', () => {
    // Four by four cells, of which two columns, three rows and five cells are occupied.
    const table = [30, 20, 0, 0, 0, 0, 0, 0, 10, 50, 0, 0, 18, 0, 0, 0];
    const found = of(table, 4, 4);
    expect(found.degreesOfFreedom).toBe(2);
    expect(found.corrected).toBe(found.plugIn - (5 - 2 - 3 + 1) / (2 * Math.LN2 * 128));
    const compact = of([30, 20, 10, 50, 18, 0], 2, 3);
    expect(found).toEqual(compact);
  });

  it('reads its table at the offset and nothing around it', () => {
    const padded = Uint32Array.from([9, 9, 9, 50, 14, 30, 34, 7, 7]);
    expect(jointInformation(padded, 3, 2, 2, 128)).toEqual(of([50, 14, 30, 34]));
  });

  it('refuses counts that do not add up to the samples', () => {
    expect(() => jointInformation(Uint32Array.of(1, 2, 3, 4), 0, 2, 2, 11)).toThrow('add up to 10; expected');
    expect(() => jointInformation(new Uint32Array(8), 0, 4, 2, 1)).toThrow('add up to 0; expected');
  });

  it('has the same value from the path for two bits as from the one for any symbols, to the last bit', () => {
    fc.assert(
      fc.property(counts(4, 2 ** 22), (table) => {
        const cells = Uint32Array.from(table);
        expect(jointInformation(cells, 0, 2, 2, sumOf(table))).toEqual(symbolInformation(cells, 0, 2, 2, sumOf(table)));
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  it('agrees with the definition', () => {
    for (const [sourceCells, sinkCells] of [
      [2, 2],
      [4, 2],
      [2, 8],
      [8, 4],
    ] as const) {
      fc.assert(
        fc.property(counts(sourceCells * sinkCells), (table) => {
          const { plugIn, g } = of(table, sourceCells, sinkCells);
          // Rounding of a sum of up to 32 probabilities times logarithms of a few bits each.
          expect(plugIn).toBeCloseTo(plainInformation(table, sourceCells, sinkCells), 12);
          // G is of size S.
          expect(g).toBeCloseTo(2 * Math.LN2 * sumOf(table) * plugIn, 8);
        }),
        { seed: 4, numRuns: 150 },
      );
    }
  });

  it('does not change in any bit when source or sink symbols are relabelled or change places', () => {
    const orders = (n: number) => fc.shuffledSubarray([...Array(n).keys()], { minLength: n });
    fc.assert(
      fc.property(counts(32, 2 ** 19), orders(8), orders(4), (table, newX, newY) => {
        const relabelled = new Array<number>(32);
        const transposed = new Array<number>(32);
        for (let y = 0; y < 4; y++) {
          for (let x = 0; x < 8; x++) {
            relabelled[newX[x]! + newY[y]! * 8] = table[x + y * 8]!;
            transposed[y + x * 4] = table[x + y * 8]!;
          }
        }
        expect(of(relabelled, 8, 4)).toEqual(of(table, 8, 4));
        expect(of(transposed, 4, 8)).toEqual(of(table, 8, 4));
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it('is unbiased after correction, where the plug-in is too high by 1/(2 S ln 2)', () => {
    const samples = 256;
    const flip = 0.1;
    const exact = 1 - binaryEntropy(flip);
    const stream = simulation('bias');
    const found = Array.from({ length: 12_000 }, () =>
      jointInformation(drawTable([0.45, 0.05, 0.05, 0.45], samples, stream), 0, 2, 2, samples),
    );
    const corrected = found.map((each) => each.corrected);
    const plugIn = found.map((each) => each.plugIn);
    // Four standard errors of the mean (0.002); the next term of the bias, of order 1/S², is below 1e-4.
    const tolerance = 4 * standardError(corrected);
    expect(Math.abs(mean(corrected) - exact)).toBeLessThan(tolerance);
    expect(Math.abs(mean(plugIn) - 1 / (2 * Math.LN2 * samples) - exact)).toBeLessThan(tolerance);
    expect(mean(plugIn) - exact).toBeGreaterThan(tolerance);
  });
});
