import { expect, it } from 'vitest';
import { genotypesPerMs } from '../../src/run/genotypes-per-ms.js';

it('the speed of a device is told without the time in which it compiles, that of a thread by all its time', () => {
  const speedOf = (compiles: boolean): [speed: number, batches: number[]] => {
    let now = 5;
    const batches: number[] = [];
    const evaluate = (batch: number): void => {
      // Four genotypes a millisecond; compiled for the first batch, and again for the first of sixteen.
      const isNew = batches.length === 0 || (batch === 16 && !batches.includes(16));
      now += batch / 4 + (isNew ? 100 : 0);
      batches.push(batch);
    };
    return [genotypesPerMs(evaluate, 16, compiles, undefined, () => now), batches];
  };
  const [device, batches] = speedOf(true);
  expect(device).toBe(4);
  expect(batches.slice(0, 7)).toEqual([1, 1, 2, 4, 8, 16, 16]);
  const [thread] = speedOf(false);
  // 200 of 300 ms and a little were no computation: 4 genotypes in each of the other 100.
  expect(thread).toBeGreaterThan(400 / 304);
  expect(thread).toBeLessThan(416 / 300);
});
