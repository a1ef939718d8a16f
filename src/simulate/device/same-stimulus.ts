import type { Stimulus } from '../stimulus.js';
import { partsOf } from './stimulus-planes.js';

/** Whether two stimuli hold the same planes, bit for bit. */
export function sameStimulus(a: Stimulus, b: Stimulus): boolean {
  return a === b || (a.words === b.words && partsOf(a).every((part, i) => sameWords(part, partsOf(b)[i]!)));
}

function sameWords(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && Buffer.compare(bytesOf(a), bytesOf(b)) === 0;
}

const bytesOf = (words: Uint32Array): Uint8Array => new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
