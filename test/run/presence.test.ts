import { expect, it } from 'vitest';
import { nextUp } from '../../src/base/next-up.js';
import { presenceOf } from '../../src/run/presence.js';

it('is presence of a demon where its payload carries more than a tenth of a bit', () => {
  expect(presenceOf(Float64Array.of(-0.001, 0, 0.1, nextUp(0.1), 1))).toEqual(Float64Array.of(0, 0, 0, 1, 1));
});
