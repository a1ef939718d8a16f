import { describe, expect, it } from 'vitest';
import { timeLimitSeconds, warningSeconds } from '../../src/sweep/slurm/time-limit.js';

describe('a time limit of Slurm', () => {
  it.each([
    ['30', 1800],
    ['30:15', 1815],
    ['2:30:15', 9015],
    ['1-2', 93_600],
    ['1-2:30', 95_400],
    ['1-2:30:15', 95_415],
    // No limit, and what sbatch will refuse.
    ['0', null],
    ['UNLIMITED', null],
    ['1:2:3:4', null],
    ['soon', null],
  ])('%s is %s seconds', (limit, seconds) => {
    expect(timeLimitSeconds(limit)).toBe(seconds);
  });

  it('leaves two minutes for a checkpoint, or a quarter of a short one', () => {
    expect(['1-0', '8', '6', '1', '0:2'].map(warningSeconds)).toEqual([120, 120, 90, 15, 1]);
    expect(warningSeconds(null)).toBe(120);
  });
});
