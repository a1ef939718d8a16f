import { expect, it } from 'vitest';
import { sameStimulus } from '../../../src/simulate/device/same-stimulus.js';
import type { Stimulus } from '../../../src/simulate/stimulus.js';

const planes = (words: number[] = [1, 2, 3]): Stimulus => {
  const [elements, borders, starts] = words.map((word) => Uint32Array.of(word, 7));
  return { samples: 32, words: 1, elements: elements!, borders: borders!, starts: starts!, noise: Uint32Array.of(5) };
};

it('two stimuli are the same where every plane is, copies too', () => {
  expect(sameStimulus(planes(), planes())).toBe(true);
  for (const part of ['elements', 'borders', 'starts', 'noise'] as const) {
    const other = { ...planes(), [part]: planes()[part].slice() };
    expect(sameStimulus(planes(), other)).toBe(true);
    other[part][other[part].length - 1]! ^= 1;
    expect(sameStimulus(planes(), other)).toBe(false);
    expect(sameStimulus(planes(), { ...planes(), [part]: new Uint32Array(0) })).toBe(false);
  }
  expect(sameStimulus(planes(), { ...planes(), words: 2 })).toBe(false);
});
