import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { RunOutcome } from '../../../src/run/outcome.js';
import { excessBeside } from '../../../src/run/pressure/excess-beside.js';
import { temporaryFolder } from '../scenario-text.js';
import { smallPressure } from './small-pressure.js';

const folder = temporaryFolder();

it('is the excess over a finished curve of the same scenario and seed alone', async () => {
  const { directory, hash, seed } = await smallPressure(join(folder, 'beside'));
  // A run in which no channel is followed has no rows of excess; without a curve to compare with there is nothing at all.
  const summary = { islands: 2, fitness: { last: { mean: 0, standardError: 0 } }, channels: [] };
  const run = { directory, hash, seed, summary } as unknown as RunOutcome;
  expect(excessBeside(run)).toEqual([]);
  expect(excessBeside({ ...run, seed: '12' })).toBeNull();
  expect(excessBeside({ ...run, hash: 'another' })).toBeNull();
  expect(excessBeside({ ...run, summary: null })).toBeNull();
  expect(excessBeside({ ...run, directory: join(folder, 'nowhere') })).toBeNull();
});
