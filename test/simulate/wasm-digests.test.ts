import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine, drawBlueprint } from '../../src/run/engine.js';
import { evolve } from '../../src/run/evolve.js';
import { inlinePool } from '../../src/run/pool.js';
import { digestOf } from '../../src/run/results/digest-of.js';
import { loadScenario } from '../../src/scenario/load.js';
import { NO_SAVINGS, type Savings } from '../../src/simulate/wasm/savings.js';
import { earlyPhases, fewestIslands, fewestSamples } from '../run/scenario-text.js';
import { randomScenario, scenarioShapes } from './random-scenario.js';

/** Digest of a whole run: first population, breeding, every table. */
async function digestWith(text: string, overrides: string[], evaluator: string, savings?: Savings): Promise<string> {
  const { scenario } = loadScenario({ text, file: 'random.yaml', overrides });
  const engine = createEngine(drawBlueprint(scenario), 0, evaluator, (context) => inlinePool({ ...context, savings }));
  return digestOf((await evolve(engine)).tables).digest;
}

/** Digests under the reference, and wasm with all savings and with none; each alone is for the contract of counts. */
async function fastDigests(text: string, overrides: string[] = []): Promise<string[]> {
  return [
    await digestWith(text, overrides, 'reference'),
    await digestWith(text, overrides, 'wasm'),
    await digestWith(text, overrides, 'wasm', NO_SAVINGS),
  ];
}

describe('the digest of a run is the same under every evaluator, whatever is saved', () => {
  it('in 200 random scenarios', async () => {
    await fc.assert(
      fc.asyncProperty(scenarioShapes, async (shape) => {
        const text = randomScenario(shape);
        const digests = [await digestWith(text, [], 'plain'), ...(await fastDigests(text))];
        expect(new Set(digests).size).toBe(1);
      }),
      { seed: 2026, numRuns: 200 },
    );
  }, 120_000);

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
