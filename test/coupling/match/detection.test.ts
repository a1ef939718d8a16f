import { describe, expect, it } from 'vitest';
import { detection } from '../../../src/coupling/match/detection.js';

describe('open inside as a detector of informative outside', () => {
  it('has the precision and recall of a hand-made matrix', () => {
    const open = [true, true, true, false, false, false, false];
    const informative = [true, true, false, true, true, true, false];
    expect(detection(open, informative)).toEqual({ open: 3, informative: 5, both: 2, precision: 2 / 3, recall: 2 / 5 });
  });

  it('has none where nothing is open, or nothing informative', () => {
    expect(detection([false, false], [true, false])).toMatchObject({ precision: null, recall: 0 });
    expect(detection([true, false], [false, false])).toMatchObject({ precision: 0, recall: null });
  });
});
