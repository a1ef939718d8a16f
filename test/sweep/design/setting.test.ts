import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Faults } from '../../../src/scenario/document/faults.js';
import { override } from '../../../src/scenario/document/override.js';
import { plain, type Tree, valueAt } from '../../../src/scenario/document/tree.js';
import { setting } from '../../../src/sweep/design/setting.js';

const empty: Tree = { kind: 'map', entries: new Map(), place: { line: 1, column: 1 } };

function readBack(value: unknown): unknown {
  const faults = new Faults('f');
  const tree = override(empty, setting('a.b', value), 0, faults);
  faults.throwIfAny();
  return plain(valueAt(tree, ['a', 'b'])!);
}

describe('a setting', () => {
  it('holds the very same number', () => {
    for (const value of [-0, 0, 0.1, 1e-7, 5e-324, 1.7976931348623157e308, 1e21, 2 ** 53 - 1, -1 / 3]) {
      expect(Object.is(readBack(value), value)).toBe(true);
    }
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => Object.is(readBack(value), value)),
      { seed: 1, numRuns: 500 },
    );
  });

  it('holds the very same text, list and map, whatever is in them', () => {
    for (const text of ['', 'yes', '1', 'a: b', '#', "it's", 'a\nb\n', '\u2028', '{', '~', ' x ', '"'])
      expect(readBack(text)).toBe(text);
    const data = fc.jsonValue({ maxDepth: 3, stringUnit: 'grapheme' });
    fc.assert(
      fc.property(data, (value) => {
        fc.pre(!/__proto__|[\0\ufffd]/.test(JSON.stringify(value)));
        expect(readBack(value)).toEqual(value);
      }),
      { seed: 2, numRuns: 300 },
    );
  });
});
