import { describe, expect, it } from 'vitest';
import { drawBlueprint } from '../../src/run/engine.js';
import { pressureContext } from '../../src/run/pressure/compute.js';
import { curveRowCounts } from '../../src/run/pressure/row-counts.js';
import { rowCounts } from '../../src/run/results/row-counts.js';
import { readManifest } from '../../src/store/find-manifest.js';
import { partDirectory } from '../../src/store/parts.js';
import { pressureOptions, smallPressure } from './pressure/small-pressure.js';
import { runOptions, runText, SMALL_SCENARIO, temporaryFolder } from './scenario-text.js';

const folder = temporaryFolder();
const rowsIn = (directory: string) =>
  Object.fromEntries(readManifest(directory).tables.map(({ name, rows }) => [name, rows]));

const TWO_CONTEXTS = SMALL_SCENARIO.replace(
  'population:',
  'contexts: {one: {set: {z: 1}, weight: 1}, two: {weight: 1}}\npopulation:',
);

describe('the rows of a run, counted before it', () => {
  for (const [name, text, overrides] of [
    ['of the small scenario', SMALL_SCENARIO, []],
    ['whose last generation has rows anyway', SMALL_SCENARIO, ['stop.generations=20']],
    ['in two contexts', TWO_CONTEXTS, ['stop.generations=4']],
    ['of generation 0 alone', SMALL_SCENARIO, ['stop.generations=0']],
  ] as const) {
    it(name, async () => {
      const out = `${folder}/${name.replaceAll(' ', '-')}`;
      const { directory } = await runText(text, out, { overrides: [...overrides] });
      const { scenario } = runOptions(text, out, { overrides: [...overrides] });
      const { generations } = scenario.stop;
      const measured = new Set([...Array(generations + 1).keys()].filter((g) => g % 5 === 0 || g === generations)).size;
      const { scores, ...counted } = rowCounts(drawBlueprint(scenario), measured);
      const { scores: found, ...others } = rowsIn(directory);
      expect(others).toEqual(counted);
      expect(found).toBeLessThanOrEqual(scores);
    });
  }
});

it('the rows of a pressure curve are those of its levels', async () => {
  const { directory } = await smallPressure(folder);
  const options = pressureOptions(folder);
  const { curve, pooled } = rowsIn(partDirectory(directory, 'pressure'));
  const { system } = pressureContext(options.scenario, 'reference');
  // 3 repeats to 4 bits, half of the particles kept at each level: as many levels, where no scores tie.
  const most = curveRowCounts(system, 3, 4);
  expect(curve! % 3).toBe(0);
  expect(curve).toBeLessThanOrEqual(most.curve);
  expect(pooled).toBeLessThanOrEqual(most.pooled);
  expect(curve).toBeGreaterThan(most.curve / 2);
});
