import type { InputPlane } from '../program/program.js';
import type { Stimulus } from '../stimulus.js';

/** Copies words [from, from + words) of an input plane to offset `at` of `state`. */
export function loadInput(
  state: Int32Array,
  at: number,
  { kind, index, complement }: InputPlane,
  stimulus: Stimulus,
  from: number,
  words: number,
): void {
  const flip = complement ? -1 : 0;
  if (kind === 'zero') {
    state.fill(flip, at, at + words);
    return;
  }
  const planes = { element: stimulus.elements, border: stimulus.borders, start: stimulus.starts }[kind];
  const first = index * stimulus.words + from;
  for (let i = 0; i < words; i++) state[at + i] = planes[first + i]! ^ flip;
}
