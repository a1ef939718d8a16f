import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { queryTables } from '../../src/store/query.js';
import { runText, SMALL_SCENARIO, temporaryFolder } from './scenario-text.js';

const folder = temporaryFolder();

describe('the tables of a run', () => {
  it('have the columns of the contract, by name and in order', async () => {
    const { directory } = await runText(SMALL_SCENARIO, folder);
    const columns = async (table: string): Promise<string> =>
      (await queryTables(directory, `SELECT * FROM ${table} LIMIT 0`)).columns.map(({ name }) => name).join();
    expect(await columns('generations')).toBe(
      'generation,island,fitness_mean,fitness_max,genotypes,bits_per_parent,bits_spent,bits_joint,bits_descent',
    );
    expect(await columns('channels')).toBe(
      'generation,island,context,channel,mean,sd,min,q05,q50,q95,max,influence,rewarded,open,' +
        'selection,drift,transmission,migration,bits,bits_chance',
    );
    expect(await columns('traits')).toBe('generation,island,context,trait,mean,selection,drift,transmission,migration');
    expect(await columns('matrix')).toBe('generation,context,source,sink,bits,influence,bits_unknown');
    expect(await columns('footprint')).toBe('generation,context,channel,row,column,bits');
    expect(await columns('champions')).toBe('generation,island,fitness,genome');
    expect(await columns('held')).toBe('generation,row,column,bits,standard_error');
    expect(await columns('"constraint"')).toBe('generation,island,context,row,column,bits');
    expect(await columns('scores')).toBe('generation,island,score,value,individuals');
    expect(await columns('environment')).toBe('first,second,bits');
  });

  it('have rows at generation 0, at every fifth and at the last, in their stated order', async () => {
    const { directory } = await runText(SMALL_SCENARIO, folder);
    const { rows } = await queryTables(directory, 'SELECT generation, island FROM generations');
    const expected = [0, 5, 10, 15, 20, 23].flatMap((generation) => [0, 1, 2].map((island) => [generation, island]));
    expect(rows).toEqual(expected);
    const channels = await queryTables(directory, 'SELECT DISTINCT generation FROM channels ORDER BY 1');
    expect(channels.rows.flat()).toEqual([0, 5, 10, 15, 20, 23]);
  });

  it('sum bits over the steps between two rows: sparse rows add up to dense ones', async () => {
    const sums = async (every: number) => {
      const { directory } = await runText(SMALL_SCENARIO, join(folder, `every-${every}`), {
        overrides: [`measure.every=${every}`],
      });
      const sql =
        'SELECT island, sum(bits_per_parent), sum(bits_spent), max_by(bits_descent, generation) FROM generations GROUP BY 1 ORDER BY 1';
      return (await queryTables(directory, sql)).rows as number[][];
    };
    const [dense, sparse] = [await sums(1), await sums(23)];
    dense.forEach((row, island) => {
      // Sums of 23 doubles in another order: a few units in the last place.
      for (const [c, value] of row.entries()) expect(sparse[island]![c]).toBeCloseTo(value, 9);
      // draws = 30 (1 + 0.5) parents a generation.
      expect(row[2]).toBeCloseTo(45 * row[1]!, 9);
      expect(row[1]).toBeGreaterThan(0);
    });
  });

  it('sum ledger and bits of channels over the steps between two rows, as they add up to each change', async () => {
    const sums = async (every: number) => {
      const { directory } = await runText(SMALL_SCENARIO, join(folder, `ledger-every-${every}`), {
        overrides: [`measure.every=${every}`],
      });
      const sql = `SELECT island, channel, arg_max(mean, generation) - arg_min(mean, generation), sum(selection), sum(drift),
          sum(transmission), sum(migration), sum(bits), sum(bits_chance) FROM channels GROUP BY 1, 2 ORDER BY 1, 2`;
      return (await queryTables(directory, sql)).rows as (number | string)[][];
    };
    const [dense, sparse] = [await sums(1), await sums(23)];
    expect(dense.length).toBe(6);
    dense.forEach((row, r) => {
      const [, , change, ...booked] = row as number[];
      // Sums of 23 doubles in another order, bits times some dozen draws.
      booked.forEach((value, c) => {
        expect(sparse[r]![c + 3]).toBeCloseTo(value, 9);
        expect(value).not.toBe(0);
      });
      expect(booked[0]! + booked[1]! + booked[2]! + booked[3]!).toBeCloseTo(change!, 9);
    });
  });

  it('say 0 bits everywhere where nothing is selected', async () => {
    const { directory, summary } = await runText(SMALL_SCENARIO, join(folder, 'none'), {
      overrides: ['selection={scheme: none}'],
    });
    const { rows } = await queryTables(
      directory,
      `SELECT max(abs(bits_per_parent)), max(abs(bits_spent)), max(abs(bits_joint)), max(abs(bits_descent)) FROM generations
       UNION ALL SELECT max(abs(selection)), max(abs(bits)), max(abs(bits_chance)), 0 FROM channels
       UNION ALL SELECT max(abs(selection)), 0, 0, 0 FROM traits`,
    );
    expect(rows).toEqual(new Array(3).fill([0, 0, 0, 0]));
    // Yet means change, by the other terms.
    expect(summary!.channels[0]!.ledger.drift.mean).not.toBe(0);
  });

  it('agree with each other: the matrix is the mean of the channels, the rewarded wire its own strength', async () => {
    const { directory } = await runText(SMALL_SCENARIO, folder);
    const { rows } = await queryTables(
      directory,
      `SELECT m.bits - c.bits, m.influence - c.influence, c.bits - c.rewarded
       FROM matrix m JOIN (SELECT generation, avg(mean) bits, avg(influence) influence, avg(rewarded) rewarded
                           FROM channels WHERE channel = 'through' GROUP BY 1) c USING (generation)
       WHERE source = 'A' AND sink = 'B'`,
    );
    expect(rows.length).toBe(6);
    // Means of the same doubles in another order.
    for (const difference of rows.flat()) expect(Math.abs(difference as number)).toBeLessThan(1e-12);
  });
});
