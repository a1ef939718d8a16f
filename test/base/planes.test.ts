import { describe, expect, it } from 'vitest';
import { popcount, sampleBit } from '../../src/base/planes.js';

describe('popcount', () => {
  it('counts the ones of a word as counting digits does', () => {
    let word = 1;
    for (let i = 0; i < 2000; i++) {
      word = Math.imul(word, 0x9e3779b1) >>> 0;
      expect(popcount(word)).toBe([...word.toString(2)].filter((digit) => digit === '1').length);
    }
  });

  it('takes no word and every word at its edges, signed or unsigned', () => {
    expect([0, 1, 0x80000000, 0xffffffff, -1, -0x80000000].map(popcount)).toEqual([0, 1, 1, 32, 32, 1]);
  });
});

describe('sampleBit', () => {
  it('finds sample s at bit s & 31 of word s >> 5', () => {
    const plane = Uint32Array.of(0x00000002, 0x80000001);
    const set = Array.from({ length: 64 }, (_, s) => s).filter((s) => sampleBit(plane, s) === 1);
    expect(set).toEqual([1, 32, 63]);
  });
});
