import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { threefry, type Words4 } from '../../src/base/threefry.js';

const rows = readFileSync(new URL('threefry-known-answers.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.trim().split(/\s+/));

/** Rounds, rotations and key schedule as the paper's pseudocode has them, one 32-bit word at a time. */
function plainThreefry(key: Words4, counter: Words4): number[] {
  const rotations = [
    [10, 26],
    [11, 21],
    [13, 27],
    [23, 5],
    [6, 20],
    [17, 11],
    [25, 10],
    [18, 20],
  ];
  const schedule = [...key, key.reduce((all, word) => all ^ word, 0x1bd11bda)];
  let x = counter.map((word, i) => (word + schedule[i]!) >>> 0);
  for (let round = 0; round < 20; round++) {
    const [a, b] = rotations[round % 8]!;
    const turn = (word: number, by: number): number => ((word << by) | (word >>> (32 - by))) >>> 0;
    const partner = round % 2 === 0 ? [1, 3] : [3, 1];
    const sum0 = (x[0]! + x[partner[0]!]!) >>> 0;
    const sum2 = (x[2]! + x[partner[1]!]!) >>> 0;
    const next = [sum0, 0, sum2, 0];
    next[partner[0]!] = (turn(x[partner[0]!]!, a!) ^ sum0) >>> 0;
    next[partner[1]!] = (turn(x[partner[1]!]!, b!) ^ sum2) >>> 0;
    x = next;
    if (round % 4 === 3) {
      const injection = (round + 1) / 4;
      x = x.map((word, i) => (word + schedule[(injection + i) % 5]! + (i === 3 ? injection : 0)) >>> 0);
    }
  }
  return x;
}

describe('threefry', () => {
  it.each(rows)('gives the known answer for counter %s %s %s %s and key %s %s %s %s', (...words) => {
    const [c0, c1, c2, c3, k0, k1, k2, k3, ...expected] = words.map((word) => Number.parseInt(word, 16)) as number[];
    const out = new Uint32Array(4);
    threefry([k0!, k1!, k2!, k3!], c0!, c1!, c2!, c3!, out);
    expect(Array.from(out)).toEqual(expected);
  });

  it('has all three known answers to meet', () => {
    expect(rows.length).toBe(3);
  });

  it('agrees with the paper’s pseudocode on asymmetric keys and counters', () => {
    const out = new Uint32Array(4);
    let word = 1;
    const next = (): number => (word = Math.imul(word, 0x9e3779b1) >>> 0);
    for (let i = 0; i < 200; i++) {
      const key = [next(), next(), next(), next()] as const;
      const counter = [next(), next(), next(), next()] as const;
      threefry(key, ...counter, out);
      expect(Array.from(out)).toEqual(plainThreefry(key, counter));
    }
  });
});
