import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawBlueprint } from '../../src/run/engine.js';
import { loadScenario } from '../../src/scenario/load.js';
import { earlyPhases, fewestIslands, fewestSamples } from '../run/scenario-text.js';
import { digestWith, expectOneDigest, fastDigests } from './run-digests.js';

/** Unit updates of one genotype, one sample each, that the plain evaluator is asked for here, at most. */
const MOST_PLAIN_UPDATES = 1e5;

describe('the digest of a run is the same under every evaluator, whatever is saved', () => {
  // 200 of them are among the slow verifications.
  it('in 10 random scenarios', () => expectOneDigest(10), 120_000);

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
      // One sample at a time a large lattice takes half a minute, and says no more than a small one.
      const { system, shape } = drawBlueprint(loadScenario({ text, file, overrides: smaller }).scenario);
      if (system.cone.pairCount * shape.samples > MOST_PLAIN_UPDATES) return;
      expect(await digestWith(text, smaller, 'plain')).toBe(await digestWith(text, smaller, 'wasm'));
    });
  }
});
