import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenario/load.js';
import { queryTables } from '../../src/store/query.js';
import { fewestSamples, runText, temporaryFolder } from '../run/scenario-text.js';

const folder = temporaryFolder();

const OVERRIDES = [
  'population={size: 16, islands: 3, migration: {every: 2, rate: 0.2}}',
  // Part by part: what else a scenario's variation has, such as a drive, stays.
  'measure.prior=4',
  'variation.mutation={perGenome: 1}',
  'variation.crossover={kind: uniform, rate: 0.5}',
  // In place of a scenario's own, which may begin later than this ends.
  'phases=[{at: 3, selection: {scheme: truncation, fraction: 0.3}, variation: {crossover: {kind: onePoint, rate: 0.3}}}]',
  'measure.every=1',
  'stop={generations: 6}',
];

/** A trait's mean now, the one before and the four terms between, of every row after the first of all traits. */
const CHANGES = `
  WITH traits_of_all AS (
    SELECT generation, island, context, channel AS trait, mean, migration, selection, drift, transmission FROM channels
    UNION ALL SELECT generation, island, context, trait, mean, migration, selection, drift, transmission FROM traits)
  SELECT * FROM (
    SELECT generation, mean - lag(mean) OVER (PARTITION BY island, context, trait ORDER BY generation) AS change,
      migration, selection, drift, transmission
    FROM traits_of_all)
  WHERE generation > 0`;

describe("Price's identity on every row of every scenario, with crossover and migration", () => {
  for (const file of readdirSync('scenarios').filter((name) => name.endsWith('.yaml'))) {
    it(file, async () => {
      const text = readFileSync(join('scenarios', file), 'utf8');
      const { scenario } = loadScenario({ text, file });
      const overrides = [...OVERRIDES, fewestSamples(scenario)];
      const evaluator = scenario.units.kind === 'analog' ? 'reference' : 'wasm';
      const { directory, summary } = await runText(text, folder, { overrides, evaluator });
      const { rows } = await queryTables(directory, CHANGES);
      const traits = summary!.channels.length + summary!.demons.length + 1;
      expect(rows.length).toBe(6 * 3 * traits);
      for (const [, change, ...terms] of rows as number[][]) {
        const sum = terms.reduce((a, b) => a + b, 0);
        // Rounding of means of 16 values near 1, four times.
        expect(Math.abs(change! - sum)).toBeLessThan(1e-9);
      }
      expect(summary!.breaches).toEqual({ identity: 0, order: 0 });
      // Individuals migrate at generations 2 and 4, so they are booked at the rows after: 3 and 5.
      const migrated = (rows as number[][])
        .filter(([, , migration]) => migration !== 0)
        .map(([generation]) => generation!);
      expect(migrated.every((generation) => generation === 3 || generation === 5)).toBe(true);
      // Where nothing evolves all individuals are one, and who migrates changes nothing.
      const { rows: most } = await queryTables(directory, 'SELECT max(genotypes) FROM generations');
      expect(migrated.length > 0).toBe((most[0]![0] as number) > 1);
    });
  }
});
