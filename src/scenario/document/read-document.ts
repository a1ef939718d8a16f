import { MOST_FILE_BYTES } from '../limits.js';
import type { Faults } from './faults.js';
import { readTree } from './read-tree.js';
import type { Tree } from './tree.js';

/**
 * Reads the text of a file of the format: YAML, of a bounded size.
 *
 * @throws FaultList where it is too large or no text: nothing else is then looked at
 */
export function readDocument(text: string, faults: Faults): Tree {
  const bytes = Buffer.byteLength(text);
  if (bytes > MOST_FILE_BYTES) {
    faults.add({ line: 1, column: 1 }, [], `${bytes} bytes; expected at most ${MOST_FILE_BYTES}`);
    faults.throwIfAny();
  }
  // U+FFFD is what a decoder writes for bytes that it cannot read; none of them are echoed.
  const unreadable = text.search(/[\0\ufffd]/);
  if (unreadable >= 0) {
    const before = text.slice(0, unreadable).split('\n');
    const place = { line: before.length, column: before.at(-1)!.length + 1 };
    faults.add(place, [], 'not UTF-8 text; expected a YAML file');
    faults.throwIfAny();
  }
  return readTree(text, faults);
}
