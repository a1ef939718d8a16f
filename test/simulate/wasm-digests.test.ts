import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenario/load.js';
import { earlyPhases, fewestIslands, fewestSamples } from '../run/scenario-text.js';
import { digestWith, expectOneDigest, fastDigests } from './run-digests.js';

describe('the digest of a run is the same under every evaluator, whatever is saved', () => {
  // 200 of them are among the slow verifications.
  it('in 40 random scenarios', () => expectOneDigest(40), 120_000);

  const files = readdirSync('scenarios').filter((name) => name.endsWith('.yaml'));
  const scenarios = files
    .map((file) => ({ file, text: readFileSync(join('scenarios', file), 'utf8') }))
    .map(({ file, text }) => ({ file, text, scenario: loadScenario({ text, file }).scenario }));
  // The digests of analog units are those of an evaluator.
  for (const { file, text, scenario } of scenarios.filter(({ scenario: { units } }) => units.kind === 'lut')) {
    it(`in scenarios/${file} at a small size`, async () => {
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
