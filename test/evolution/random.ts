import { rootKey, Stream } from '../../src/base/streams.js';

/** A stream of random numbers for one simulation in a test. */
export const simulation = (name: string): Stream => new Stream(rootKey(name), 6, 0, 0);

/** The items in random order (Fisher & Yates). */
export function shuffled<T>(items: readonly T[], stream: Stream): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = stream.nextBelow(i + 1);
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}

/** How often each of `size` indices came out of `draws` draws. */
export function tally(size: number, draws: number, draw: () => number): number[] {
  const counts = new Array<number>(size).fill(0);
  for (let i = 0; i < draws; i++) counts[draw()]!++;
  return counts;
}

/** Standard error of a frequency with expectation p. */
export const frequencyError = (p: number, draws: number): number => Math.sqrt((p * (1 - p)) / draws);
