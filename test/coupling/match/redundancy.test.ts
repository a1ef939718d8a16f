import { describe, expect, it } from 'vitest';
import { redundancy } from '../../../src/coupling/match/redundancy.js';

describe('redundancy', () => {
  it('counts the others that share more than the threshold, and the ports that carry more than theirs', () => {
    const outside = [
      [1, 0.3, 0.05, null],
      [0.3, 1, 0.06, 0],
      [0.05, 0.06, 1, 0],
      [null, 0, 0, 1],
    ];
    const inside = [
      [0.9, 0.04, 0.2],
      [0.06, 0.04, 0.05],
      [0, -0.01, 0],
      [0.06, 0.06, 0.11],
    ];
    const floors = inside.map(() => [0.05, 0.05, 0.1]);
    expect(redundancy(outside, inside, { outside: 0.05, inside: floors })).toEqual([
      { sharing: [1], carrying: [0, 2] },
      { sharing: [0, 2], carrying: [0] },
      { sharing: [1], carrying: [] },
      { sharing: [], carrying: [0, 1, 2] },
    ]);
  });
});
