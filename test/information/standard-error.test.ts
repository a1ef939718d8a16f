import { describe, expect, it } from 'vitest';
import { mean, standardDeviation } from '../../src/base/statistics.js';
import { jointInformation } from '../../src/information/joint-information.js';
import { informationStandardError } from '../../src/information/standard-error.js';
import { drawTable, simulation } from './tables.js';

describe('informationStandardError', () => {
  it('is √(p(1−p)) · log₂((1−ε)/ε) / √S for a wire with flips, log-ratios taking two values', () => {
    // ε = 1/8: the log-ratio is log₂ 2·7/8 or log₂ 2/8, which differ by log₂ 7.
    const expected = (Math.sqrt(7 / 64) * Math.log2(7)) / Math.sqrt(1024);
    expect(informationStandardError(Uint32Array.of(448, 64, 64, 448), 0, 2, 2, 1024)).toBeCloseTo(expected, 13);
  });

  it('is 0 for a noiseless wire of even counts and where one symbol is constant', () => {
    expect(informationStandardError(Uint32Array.of(64, 0, 0, 64), 0, 2, 2, 128)).toBe(0);
    expect(informationStandardError(Uint32Array.of(70, 58, 0, 0), 0, 2, 2, 128)).toBe(0);
  });

  it('reads its table at the offset', () => {
    const padded = Uint32Array.of(5, 5, 448, 64, 64, 448, 5);
    const alone = informationStandardError(Uint32Array.of(448, 64, 64, 448), 0, 2, 2, 1024);
    expect(informationStandardError(padded, 2, 2, 2, 1024)).toBe(alone);
  });

  it('is what the plug-in information scatters by', () => {
    const law = [0.2, 0.05, 0.02, 0.13, 0.05, 0.2, 0.3, 0.05];
    const samples = 1024;
    const stream = simulation('scatter');
    const drawn = Array.from({ length: 3000 }, () => {
      const table = drawTable(law, samples, stream);
      return {
        plugIn: jointInformation(table, 0, 4, 2, samples).plugIn,
        error: informationStandardError(table, 0, 4, 2, samples),
      };
    });
    const ratio = mean(drawn.map((each) => each.error)) / standardDeviation(drawn.map((each) => each.plugIn));
    // Four relative errors of a standard deviation from 3000 values, 1/√6000 each; the expansion's next term is of order
    // cells / S.
    expect(Math.abs(ratio - 1)).toBeLessThan(4 / Math.sqrt(6000) + 8 / samples);
  });
});
