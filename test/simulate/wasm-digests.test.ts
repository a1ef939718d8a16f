import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenario/load.js';
import { earlyPhases, fewestIslands, fewestSamples } from '../run/scenario-text.js';
import { digestWith, expectOneDigest, fastDigests } from './run-digests.js';

describe('the digest of a run is the same under every evaluator, whatever is saved', () => {
  // 200 of them are among the slow verifications.
  it('in 40 random scenarios', () => expectOneDigest(40), 120_000);

  for (const file of readdirSync('scenarios').filter((name) => name.endsWith('.yaml'))) {
    it(`in scenarios/${file} at a small size`, async () => {
      const text = readFileSync(join('scenarios', file), 'utf8');
      const { scenario } = loadScenario({ text, file });
      const overrides = [
        'population.size=9',
        fewestIslands(scenario),
        fewestSamples(scenario),
        'measure.prior=4',
        `stop.generations=${Math.min(4, scenario.stop.generations)}`,
        ...earlyPhases(scenario),
      ];
      expect(new Set(await fastDigests(text, overrides)).size).toBe(1);
      const smaller = ['population.size=3', ...overrides.slice(1, 4), 'stop.generations=0', 'phases=[]'];
      expect(await digestWith(text, smaller, 'plain')).toBe(await digestWith(text, smaller, 'wasm'));
    });
  }
});
