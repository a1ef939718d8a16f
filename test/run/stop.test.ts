import { describe, expect, it } from 'vitest';
import { createEngine, drawBlueprint } from '../../src/run/engine.js';
import { type Evolved, evolve } from '../../src/run/evolve.js';
import { loadScenario } from '../../src/scenario/load.js';
import { queryTables } from '../../src/store/query.js';
import { runText, SMALL_SCENARIO, temporaryFolder } from './scenario-text.js';

const folder = temporaryFolder();

/** Evolves the small scenario with both channels rewarded, in memory. */
async function evolveBoth(overrides: string[]): Promise<Evolved> {
  const both = ['ports.D.target=z', 'measure.every=1', 'stop.generations=60', ...overrides];
  const { scenario } = loadScenario({ text: SMALL_SCENARIO, file: 'small.yaml', overrides: both });
  return evolve(createEngine(drawBlueprint(scenario), 0, 'reference'));
}

/** `[generation]`: mean strength of a channel over the islands, all of one size. */
function meanStrengths({ tables }: Evolved, channel: string): number[] {
  const [generations, , , names, means] = tables.channels.columns;
  const sums: number[] = [];
  names!.forEach((name, row) => {
    const generation = generations![row] as number;
    if (name === channel) sums[generation] = (sums[generation] ?? 0) + (means![row] as number);
  });
  return sums.map((sum) => sum / 3);
}

describe('stop.when', () => {
  it('ends a run at the first generation at which the mean strength is reached, with rows there', async () => {
    const overrides = ['stop.generations=400', 'stop.when={through: 0.3}', 'measure.every=100'];
    const { summary, directory } = await runText(SMALL_SCENARIO, folder, { overrides });
    expect(summary?.ended).toBe('when');
    const { rows } = await queryTables(
      directory,
      "SELECT generation, avg(mean) FROM channels WHERE channel = 'through' GROUP BY 1 ORDER BY 1",
    );
    const [generation, strength] = rows.at(-1) as [number, number];
    expect(generation).toBe(summary?.generation);
    expect(generation).toBeLessThan(400);
    expect(strength).toBeGreaterThanOrEqual(0.3);
    const dense = await runText(SMALL_SCENARIO, folder, { overrides: ['stop.generations=400', 'measure.every=1'] });
    const before = await queryTables(
      dense.directory,
      `SELECT max(bits) FROM (SELECT avg(mean) bits FROM channels WHERE channel = 'through' AND generation < ${generation} GROUP BY generation)`,
    );
    expect(before.rows[0]![0]).toBeLessThan(0.3);
  });

  it.each([
    { early: 'leak', late: 'through', overrides: ['channels.leak.reward=3', 'channels.through.reward=0.5'] },
    { early: 'through', late: 'leak', overrides: ['channels.leak.reward=1', 'seed=3'] },
  ])('waits for every channel named: $late long after $early', async ({ early, late, overrides }) => {
    const sizes = [...overrides, 'population.size=60'];
    const whole = await evolveBoth(sizes);
    const [first, second] = [meanStrengths(whole, early), meanStrengths(whole, late)];
    const reachedOne = first.findIndex((bits) => bits >= 0.3);
    const reachedBoth = first.findIndex((bits, generation) => bits >= 0.3 && second[generation]! >= 0.3);
    expect(reachedOne).toBeGreaterThan(0);
    expect(reachedBoth).toBeGreaterThan(reachedOne + 10);
    const stopped = await evolveBoth([...sizes, 'stop.when={leak: 0.3, through: 0.3}']);
    expect(stopped).toMatchObject({ ended: 'when', generation: reachedBoth });
  });
});
