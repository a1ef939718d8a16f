import { describe, expect, it } from 'vitest';
import { queryTables } from '../../src/store/query.js';
import { runText, SMALL_SCENARIO, temporaryFolder } from './scenario-text.js';

const folder = temporaryFolder();

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
});
