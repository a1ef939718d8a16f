import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { Purpose, rootKey, Stream } from '../../src/base/streams.js';
import { threefry } from '../../src/base/threefry.js';

const words = (stream: Stream, count: number): number[] => Array.from({ length: count }, () => stream.nextWord());

describe('rootKey', () => {
  it('is four successive 32-bit outputs of seedrandom for the SHA-256 of the seed', () => {
    // The SHA-256 of "abc", from FIPS 180-2, appendix B.1.
    const generator = seedrandom('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(rootKey('abc')).toEqual([0, 1, 2, 3].map(() => generator.int32() >>> 0));
  });

  it('differs for seeds that ARC4 by itself cannot tell apart', () => {
    expect(seedrandom('1').int32()).toBe(seedrandom('11').int32());
    const seeds = [
      ...Array.from({ length: 1200 }, (_, seed) => String(seed)),
      'ab',
      'abab',
      '\u0101',
      '\u0001',
      'é',
      'é ',
    ];
    expect(new Set(seeds.map((seed) => rootKey(seed).join())).size).toBe(seeds.length);
  });

  it('is the same for a number and for the number written as text', () => {
    expect(rootKey(7)).toEqual(rootKey('7'));
    expect(rootKey(7)).not.toEqual(rootKey('07'));
  });
});

describe('Stream', () => {
  const key = rootKey('streams');

  it('reads the blocks of its address one after the other, purpose in the last word of the counter', () => {
    const block = new Uint32Array(4);
    const expected: number[] = [];
    for (let b = 0; b < 3; b++) {
      threefry(key, b, 17, 5, Purpose.mating, block);
      expected.push(...block);
    }
    expect(words(new Stream(key, Purpose.mating, 5, 17), 12)).toEqual(expected);
  });

  it('gives different words at every different part of an address', () => {
    const firsts = [
      new Stream(key, Purpose.parents, 3, 4),
      new Stream(key, Purpose.mating, 3, 4),
      new Stream(key, Purpose.parents, 4, 3),
      new Stream(key, Purpose.parents, 3, 5),
      new Stream(rootKey('other'), Purpose.parents, 3, 4),
    ].map((stream) => words(stream, 2).join());
    expect(new Set(firsts).size).toBe(5);
  });

  it('is not shifted by what another stream draws in between', () => {
    const alone = words(new Stream(key, Purpose.parents, 1, 1), 8);
    const stream = new Stream(key, Purpose.parents, 1, 1);
    const other = new Stream(key, Purpose.parents, 1, 2);
    const mixed = Array.from({ length: 8 }, () => {
      other.nextUnit();
      return stream.nextWord();
    });
    expect(mixed).toEqual(alone);
  });

  it('makes a unit of two words: 27 high bits, then 26', () => {
    const [high, low] = words(new Stream(key, Purpose.prior, 0, 0), 2) as [number, number];
    const expected = (BigInt(high >>> 5) << 26n) | BigInt(low >>> 6);
    expect(new Stream(key, Purpose.prior, 0, 0).nextUnit()).toBe(Number(expected) / 2 ** 53);
  });

  it('draws units with mean 1/2 and variance 1/12 inside [0, 1)', () => {
    const count = 100_000;
    const stream = new Stream(key, Purpose.prior, 1, 0);
    let sum = 0;
    let square = 0;
    for (let i = 0; i < count; i++) {
      const unit = stream.nextUnit();
      expect(unit >= 0 && unit < 1).toBe(true);
      sum += unit;
      square += (unit - 0.5) ** 2;
    }
    // Four sampling errors: sd of U is √(1/12), of (U − ½)² it is √(1/180).
    expect(Math.abs(sum / count - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / count));
    expect(Math.abs(square / count - 1 / 12)).toBeLessThan(4 * Math.sqrt(1 / 180 / count));
  });

  it('draws integers below a bound uniformly', () => {
    const bound = 7;
    const count = 70_000;
    const stream = new Stream(key, Purpose.prior, 2, 0);
    const seen = new Array<number>(bound).fill(0);
    for (let i = 0; i < count; i++) seen[stream.nextBelow(bound)]!++;
    const chiSquare = seen.reduce((sum, n) => sum + (n - count / bound) ** 2 / (count / bound), 0);
    // χ² with 6 degrees of freedom: mean 6, sd √12; beyond 4 sd above the mean with probability about 0.003.
    expect(chiSquare).toBeLessThan(6 + 4 * Math.sqrt(12));
  });

  it('draws a word again that would bias the remainder', () => {
    // For this bound just over half of all words is usable; what is kept must be the usable words, in order.
    const bound = 2 ** 31 + 1;
    const usable = words(new Stream(key, Purpose.prior, 3, 0), 40).filter((word) => word < bound);
    expect(usable.length).toBeLessThan(40);
    const stream = new Stream(key, Purpose.prior, 3, 0);
    expect(usable.map(() => stream.nextBelow(bound))).toEqual(usable);
  });
});
