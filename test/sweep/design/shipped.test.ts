import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../../src/scenario/load.js';
import { checkPoints, resolvePoint } from '../../../src/sweep/design/check-points.js';
import { loadSweep } from '../../../src/sweep/design/load.js';
import { temporaryFolder } from '../../run/scenario-text.js';
import { documentedSweep } from './documented-sweep.js';

const FOLDER = 'scenarios/sweeps';
const folder = temporaryFolder();

describe('every sweep that is shipped', () => {
  for (const file of readdirSync(FOLDER)) {
    it(`${file} opens with its question, expectation and rough time, and its first and last points are without faults`, async () => {
      const text = readFileSync(join(FOLDER, file), 'utf8');
      for (const word of ['# Question:', '# Expected', '# Rough time:']) expect(text).toContain(word);
      const sweep = await loadSweep({ file: join(FOLDER, file) });
      // A run of the base scenario has a directory of its own name beside it.
      expect(`${sweep.name}.yaml`).toBe(file.replace('.yaml', '-sweep.yaml'));
      expect(sweep.points.length).toBeGreaterThan(1);
      expect(checkPoints(sweep, { budgetMs: 0 })).toBe(2);
    });
  }

  it.each([
    ['length', ['02', '04', '08', '12', '16', '24'].map((columns) => `20-length-${columns}`)],
    ['tie-dial', ['-00', '-25', '-50', '', '-100', '-minus'].map((end) => `31-tie-dial${end}`)],
  ])('%s has the points that are scenarios of their own', async (name, scenarios) => {
    const sweep = await loadSweep({ file: join(FOLDER, `${name}.yaml`) });
    const hashes = sweep.points
      .filter(({ replicate }) => replicate === 0)
      .map((point) => resolvePoint(sweep, point).hash);
    const expected = scenarios.map((file) => {
      const text = readFileSync(join('scenarios', `${file}.yaml`), 'utf8');
      return loadScenario({ text, file }).hash;
    });
    expect([...hashes].sort()).toEqual([...expected].sort());
  });
});

describe('the sweep of the documentation', () => {
  it('is one, and its points are without faults', async () => {
    const file = join(folder, 'noisy-line.yaml');
    writeFileSync(file, documentedSweep());
    const sweep = await loadSweep({ file, base: 'scenarios/20-length-08.yaml' });
    // Two lengths and two schemes, but for one of the four; three zipped pairs, three rates, 64 points, four replicates.
    expect(sweep.points.length).toBe(3 * 3 * 3 * 64 * 4);
    expect(checkPoints(sweep, { budgetMs: 50 })).toBeGreaterThan(1);
  });
});
