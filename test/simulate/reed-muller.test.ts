import { describe, expect, it } from 'vitest';
import { reedMuller } from '../../src/simulate/reference/reed-muller.js';
import { wordStream } from './hand-system.js';

/** Value at `index` of the polynomial: XOR of the coefficients of all subsets of the index. */
function valueAt(form: number, index: number): number {
  let value = 0;
  for (let subset = 0; subset < 32; subset++) if ((subset & index) === subset) value ^= (form >>> subset) & 1;
  return value;
}

describe('reedMuller', () => {
  it('writes XOR as the sum of its inputs and AND as their product', () => {
    expect(reedMuller(0b0110) & 0b1111).toBe(0b0110);
    expect(reedMuller(0b1000) & 0b1111).toBe(0b1000);
    expect(reedMuller(0b1110) & 0b1111).toBe(0b1110);
    expect(reedMuller(0b0001) & 0b1111).toBe(0b1111);
  });

  it('gives a polynomial with the values of the table', () => {
    const stream = wordStream(29);
    for (let draw = 0; draw < 100; draw++) {
      const table = stream.nextWord();
      const form = reedMuller(table);
      for (let index = 0; index < 32; index++) expect(valueAt(form, index)).toBe((table >>> index) & 1);
    }
  });
});
