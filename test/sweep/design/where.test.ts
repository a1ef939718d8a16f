import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sweepLoader } from './sweep-file.js';

const { folder, load, faultsOf } = sweepLoader();
const AXES = `axes:
  size: {key: population.size, values: [10, 20, 40]}
  noise: {key: lattice.noise, values: [0, 0.5]}
  scheme: {key: selection.scheme, values: [none, proportional]}
replicates: 2
`;
const where = (condition: string): string => `${AXES}where: ${JSON.stringify(condition)}`;
const refused = async (condition: string): Promise<string[]> =>
  (await faultsOf(where(condition))).map((fault) => fault.replace('sweep.yaml:8:8: where: ', ''));

describe('the condition of a sweep', () => {
  it('keeps the points that meet it, in their order and without gaps', async () => {
    const sweep = await load(
      where(
        "size * noise < 10 AND scheme LIKE 'n%' AND floor(log2(size)) BETWEEN 3 AND 6 AND replicate % 2 = 1 -- no more",
      ),
    );
    expect(sweep.points.map(({ index, coordinates, replicate }) => [index, ...coordinates, replicate])).toEqual([
      [0, 10, 0, 'none', 1],
      [1, 10, 0.5, 'none', 1],
      [2, 20, 0, 'none', 1],
      [3, 40, 0, 'none', 1],
    ]);
  });

  it('leaves the ids and seeds of those that are kept as they were', async () => {
    const all = new Map((await load(AXES)).points.map((point) => [point.id, point]));
    const { points } = await load(where('size IN (10, 40)'));
    expect(points.length).toBe(16);
    for (const { id, seed, overrides } of points) expect(all.get(id)).toMatchObject({ seed, overrides });
  });

  it('takes what is neither true nor false for not met', async () => {
    expect((await load(where('CASE WHEN size = 10 THEN NULL ELSE size = 20 END'))).points.length).toBe(8);
  });

  it('takes an axis named as a word of SQL in quotes, and says so where it stands without', async () => {
    const axes = 'axes: {select: {key: population.size, values: [10, 20]}}\n';
    expect((await load(`${axes}where: '"select" > 10'`)).points.length).toBe(1);
    expect(await faultsOf(`${axes}where: 'select > 10'`)).toEqual([
      expect.stringMatching(
        /^sweep\.yaml:4:8: where: syntax error .*; select is a word of SQL's: expected the axis in quotes, "select"$/,
      ),
    ]);
  });

  it('is refused at its line where it is no condition on a point', async () => {
    expect(await faultsOf(where('sice > 3'))).toEqual([
      'sweep.yaml:8:8: where: sice: no axis of this name; did you mean "size"? expected one of size, noise, scheme, replicate',
    ]);
    expect(await refused('size + 1')).toEqual(['INTEGER; expected a condition, which is true or false']);
    expect(await refused('size >')).toEqual([expect.stringMatching(/syntax error/)]);
    expect(await refused('size > 100')).toEqual(['none of 24 points meets it; expected at least one']);
    expect(await refused('scheme > 3 AND CAST(scheme AS INTEGER) > 2')).toEqual([
      expect.stringMatching(/^Binder Error: Cannot compare/),
    ]);
    expect(await refused('max(size) > 3')).toEqual([
      expect.stringMatching(/^max\(\), which is no function of one point/),
    ]);
    const more = /^more than a condition; expected one over axes and replicate/;
    expect(await refused('true); DROP TABLE points; SELECT (true')).toEqual([expect.stringMatching(more)]);
    expect(await refused('true) FROM points UNION ALL SELECT (false')).toEqual([expect.stringMatching(more)]);
    expect(await refused('true); SELECT (true')).toEqual([expect.stringMatching(more)]);
    expect(await refused('true), (false')).toEqual([expect.stringMatching(more)]);
  });

  it('is refused where it would not keep the same points every time', async () => {
    for (const [condition, name] of [
      ['random() < 0.5', 'random'],
      ["size < 3 OR current_date > DATE '2020-01-01'", 'current_date'],
      ['length(CAST(uuid() AS VARCHAR)) > 3', 'uuid'],
    ] as const) {
      expect(await refused(condition)).toEqual([expect.stringContaining(name)]);
    }
  });

  it('reaches no file', async () => {
    writeFileSync(join(folder, 'secret.csv'), 'a\n1\n');
    const secret = join(folder, 'secret.csv');
    for (const condition of [
      `size > (SELECT max(a) FROM read_csv('${secret}'))`,
      `EXISTS (SELECT * FROM '${secret}')`,
      `size IN (SELECT a FROM read_csv('${secret}'))`,
    ]) {
      expect(await refused(condition)).toEqual(['a query in it; expected a condition over axes and replicate alone']);
    }
  });
});
