import { expect, it } from 'vitest';
import { MEMORY_MARGIN } from '../../../src/run/memory.js';
import { pressureContext } from '../../../src/run/pressure/compute.js';
import { pressureBytes } from '../../../src/run/pressure/memory.js';
import type { Genotypes } from '../../../src/system/enumerate-genotypes.js';
import { scenarioOf } from '../../system/scenario-of.js';

it('of a pressure curve counts what is measured of all genotypes, each time that they are', () => {
  const context = pressureContext(scenarioOf({ map: 'AB' }), 'wasm');
  const genotypes = { count: 1000 } as Genotypes;
  const bytes = (plan: Parameters<typeof pressureBytes>[2]): number => pressureBytes(context, 2, plan);
  const without = bytes({ kind: 'splitting' });
  // One channel in one context: a score to select by, and the score, a strength and an influence that are observed.
  const [probability, measured] = [8 * 1000, 8 * 1000 * 4];
  expect(bytes({ kind: 'none', reason: '' })).toBe(without);
  expect(bytes({ kind: 'enumeration', genotypes }) - without).toBeCloseTo(MEMORY_MARGIN * (probability + measured), 3);
  expect(bytes({ kind: 'sampled', genotypes, stimuli: 16 }) - without).toBeCloseTo(
    MEMORY_MARGIN * (probability + 17 * measured),
    3,
  );
});
