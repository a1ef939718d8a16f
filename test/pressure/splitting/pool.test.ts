import { describe, expect, it } from 'vitest';
import { poolRepeats } from '../../../src/pressure/splitting/pool.js';
import type { LevelRecord, RepeatState } from '../../../src/pressure/splitting/repeat.js';

function level(threshold: number, bits: number, scores: number[], seen: number[], inner = false): LevelRecord {
  const rest = { level: 0, bitsError: 0, fraction: 1, acceptance: 1, ancestors: 1, trusted: true };
  return {
    ...rest,
    threshold,
    from: threshold,
    bits,
    inner,
    scores: Float64Array.from(scores),
    observables: Float64Array.from(seen),
  };
}

function repeat(levels: LevelRecord[], samples: number | null = null): RepeatState {
  return {
    ...{ repeat: 0, level: 0, threshold: 0, bits: 0, ended: 'stuck', levels, samples },
    ...{ genotypes: new Uint32Array(), refined: new Float64Array(), ancestor: new Int32Array() },
  };
}

/** π, then {score ≥ 0.3} of 1 bit, then {score ≥ 0.5} of 2 bits; the observable is 10 times the particle's score. */
const first = repeat([
  level(0, 0, [0, 0.1, 0.3, 0.5], [0, 1, 3, 5]),
  level(0.3, 1, [0.3, 0.5, 0.4, 0.6], [3, 5, 4, 6]),
  level(0.5, 2, [0.5, 0.6, 0.5, 0.8], [5, 6, 5, 8]),
]);
/** Stuck at 0.4, of 3 bits. */
const second = repeat([
  level(0, 0, [0, 0, 0.1, 0.4], [0, 0, 1, 4]),
  level(0, 1, [0, 0.4, 0.1, 0], [0, 4, 1, 0], true),
  level(0.4, 3, [0.4, 0.4, 0.4, 0.4], [4, 4, 4, 4]),
]);

describe('the pooled curve', () => {
  it('is the product of fractions below a threshold times the share above, averaged over repeats', () => {
    const [point] = poolRepeats([first, second], [0.4], 'open');
    // First: half of π, of those 3 of 4. Second: its level at 0.4, all of it.
    const [p, q] = [(1 / 2) * (3 / 4), 1 / 8];
    expect(point!.bits).toBeCloseTo(-Math.log2((p + q) / 2), 12);
    expect(point!.observables[0]!.mean).toBeCloseTo((p * 5 + q * 4) / (p + q), 12);
    // Of two repeats, the jackknife leaves the other one: half the distance between them.
    expect(point!.bitsError).toBeCloseTo(Math.abs(Math.log2(p / q)) / 2, 12);
    expect(point!.observables[0]!.standardError).toBeCloseTo(0.5, 12);
    expect(point!.reached).toBe(2);
  });

  it('counts a level inside a plateau for what lies above the plateau, not for the plateau', () => {
    const [whole, above] = poolRepeats([second], [0, 0.05], 'open');
    expect(whole!.bits).toBe(0);
    expect(above!.bits).toBe(2);
    expect(above!.observables[0]!.mean).toBe(2.5);
  });

  it('counts a repeat that got stuck below as 0, and says where none is left', () => {
    const [some, none] = poolRepeats([first, second], [0.55, 0.9], 'open');
    expect(some).toMatchObject({ bits: 4, reached: 1 });
    expect(some!.observables[0]!.mean).toBe(7);
    expect(some!.bitsError).toBeNaN();
    expect(none).toMatchObject({ bits: Number.POSITIVE_INFINITY, reached: 0, trusted: false });
    expect(none!.observables[0]!.mean).toBeNaN();
  });

  it('goes by where a set begins, not by the lowest score that was kept', () => {
    const begun = { ...level(0.5, 1, [0.45, 0.6], [4, 6]), from: 0.4 };
    const [before, within] = poolRepeats([repeat([level(0, 0, [0.1, 0.6], [1, 6]), begun])], [0.39, 0.45], 'open');
    expect(before).toMatchObject({ bits: 1, observables: [{ mean: 6 }] });
    expect(within).toMatchObject({ bits: 1, observables: [{ mean: 5 }] });
  });

  it('asks for {score ≤ t} where thresholds fall', () => {
    const falling = repeat([
      level(0.6, 0, [0.6, 0.5, 0.3, 0.1], [6, 5, 3, 1]),
      level(0.3, 1, [0.3, 0.2, 0.1, 0.1], [3, 2, 1, 1]),
    ]);
    const [wide, top, middle, deep] = poolRepeats([falling], [0.7, 0.5, 0.3, 0.1], 'close');
    expect(wide!.bits).toBe(0);
    expect(top!.bits).toBeCloseTo(-Math.log2(3 / 4), 12);
    expect(middle!.bits).toBe(1);
    expect(deep).toMatchObject({ bits: 2, observables: [{ mean: 1 }] });
  });

  it('does not lose probabilities that a double cannot hold', () => {
    const deep = (bits: number): RepeatState => repeat([level(0, 0, [0], [0]), level(1, bits, [1], [2])]);
    const [point] = poolRepeats([deep(2000), deep(2001)], [1], 'open');
    expect(point!.bits).toBeCloseTo(2000 - Math.log2(0.75), 9);
    expect(point!.observables[0]!.mean).toBe(2);
  });

  it('trusts a point by the rule for its own bits', () => {
    const at = (samples: number): boolean => {
      const levels = [level(0, 0, [0, 1], [0, 1]), level(1, 5, [1, 1], [1, 1])];
      return poolRepeats([repeat(levels, samples)], [1], 'open')[0]!.trusted;
    };
    expect([at(15), at(16)]).toEqual([false, true]);
  });
});
