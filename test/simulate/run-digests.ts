import fc from 'fast-check';
import { expect } from 'vitest';
import { createEngine, drawBlueprint } from '../../src/run/engine.js';
import { evolve } from '../../src/run/evolve.js';
import { inlinePool } from '../../src/run/pool.js';
import { digestOf } from '../../src/run/results/digest-of.js';
import { loadScenario } from '../../src/scenario/load.js';
import type { Device } from '../../src/simulate/device/owner.js';
import { NO_SAVINGS, type Savings } from '../../src/simulate/wasm/savings.js';
import { randomScenario, scenarioShapes } from './random-scenario.js';

/** Digest of a whole run: first population, breeding, every table. */
export async function digestWith(
  text: string,
  overrides: string[],
  evaluator: string,
  { savings, device }: { savings?: Savings; device?: Device } = {},
): Promise<string> {
  const { scenario } = loadScenario({ text, file: 'random.yaml', overrides });
  const engine = createEngine(drawBlueprint(scenario), 0, evaluator, {
    device,
    createPool: (context) => inlinePool({ ...context, savings }),
  });
  return digestOf((await evolve(engine)).tables).digest;
}

/** Digests under the reference, and wasm with all savings and with none; each alone is for the contract of counts. */
export async function fastDigests(text: string, overrides: string[] = []): Promise<string[]> {
  return [
    await digestWith(text, overrides, 'reference'),
    await digestWith(text, overrides, 'wasm'),
    await digestWith(text, overrides, 'wasm', { savings: NO_SAVINGS }),
  ];
}

/** Holds the digests of so many random scenarios under every evaluator to be one; more of them begin with the same ones. */
export async function expectOneDigest(scenarios: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(scenarioShapes, async (shape) => {
      const text = randomScenario(shape);
      const digests = [await digestWith(text, [], 'plain'), ...(await fastDigests(text))];
      expect(new Set(digests).size).toBe(1);
    }),
    { seed: 2026, numRuns: scenarios },
  );
}
