import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../../src/scenario/load.js';
import { MINIMAL } from '../../scenario/texts.js';
import { sweepLoader } from './sweep-file.js';

const { folder, load } = sweepLoader();

const coordinates = async (text: string) => (await load(text)).points.map((point) => point.coordinates);

describe('a sweep', () => {
  it('is the product of its axes in the order of the file, replicates innermost', async () => {
    const sweep = await load(`
axes:
  size: {key: population.size, values: [10, 20]}
  scheme: {key: selection.scheme, values: [none, proportional]}
replicates: 2
`);
    expect(sweep.axes).toEqual([
      { name: 'size', type: 'integer' },
      { name: 'scheme', type: 'text' },
    ]);
    expect(sweep.points.map(({ index, coordinates, replicate }) => [index, ...coordinates, replicate])).toEqual([
      [0, 10, 'none', 0],
      [1, 10, 'none', 1],
      [2, 10, 'proportional', 0],
      [3, 10, 'proportional', 1],
      [4, 20, 'none', 0],
      [5, 20, 'none', 1],
      [6, 20, 'proportional', 0],
      [7, 20, 'proportional', 1],
    ]);
    expect(sweep.points[2]!.overrides).toEqual(['population.size=10', 'selection.scheme="proportional"']);
    expect(sweep.points[2]!.id).toMatch(/^[0-9a-f]{20}$/);
    expect(sweep.points[2]!.seed).toMatch(/^[0-9a-f]{16}$/);
    expect(sweep).toMatchObject({
      commands: ['run'],
      evaluator: null,
      retries: 2,
      checkpoint: 10,
      lease: { beat: 10, stale: 120 },
    });
  });

  it('has one point without axes, and as many as replicates', async () => {
    expect((await load('')).points.map(({ coordinates, replicate }) => [coordinates, replicate])).toEqual([[[], 0]]);
    expect((await load('replicates: 3')).points.map(({ replicate }) => replicate)).toEqual([0, 1, 2]);
  });

  it('finds its base from its own folder, or where it is told, and sets what is set for all', async () => {
    mkdirSync(join(folder, 'copies'));
    writeFileSync(join(folder, 'copies', 'other.yaml'), `${MINIMAL}seed: 5\n`);
    const sweep = await load('set: {population.size: 7, lattice.noise: 0.1}\n', { overrides: ['measure.samples=128'] });
    expect(sweep.base.overrides).toEqual(['population.size=7', 'lattice.noise=0.1', 'measure.samples=128']);
    expect(sweep.base).toMatchObject({ file: join(folder, 'base.yaml'), text: MINIMAL, seed: '2026' });
    const { hash } = loadScenario({ text: MINIMAL, file: 'f', overrides: sweep.base.overrides });
    expect(sweep.base.hash).toBe(hash);
    const other = await load('', { base: join(folder, 'copies', 'other.yaml') });
    expect(other.base).toMatchObject({ file: join(folder, 'copies', 'other.yaml'), seed: '5' });
    expect((await load('', { seed: 'mine' })).base.seed).toBe('mine');
  });
});

describe('the values of an axis', () => {
  const values = async (axis: string): Promise<unknown[]> => (await coordinates(`axes: {a: ${axis}}`)).flat();

  it('are equal steps, both ends exact and nothing left behind by rounding', async () => {
    expect(await values('{key: lattice.noise, range: {from: 0, to: 0.9, count: 4}}')).toEqual([0, 0.3, 0.6, 0.9]);
    expect(await values('{key: lattice.noise, range: {from: 0, to: 0.35, step: 0.1}}')).toEqual([0, 0.1, 0.2, 0.3]);
    expect(await values('{key: lattice.noise, range: {from: 0.3, to: 0, step: 0.1}}')).toEqual([0.3, 0.2, 0.1, 0]);
    expect(await values('{key: population.size, range: {from: 1, to: 4, count: 3}, whole: true}')).toEqual([1, 3, 4]);
  });

  it('are equal ratios', async () => {
    const found = await values('{key: selection.beta, log: {from: 0.01, to: 100, count: 5}}');
    expect(found).toEqual([0.01, 0.1, 1, 10, 100]);
    // Twelve digits: a power may differ in its last bit from machine to machine, and settings are part of ids.
    const thirds = await values('{key: selection.beta, log: {from: 1, to: 10, count: 4}}');
    expect(thirds).toEqual([1, 2.15443469003, 4.64158883361, 10]);
    expect(await values('{key: population.size, log: {from: 1, to: 64, count: 4}, whole: true}')).toEqual([
      1, 4, 16, 64,
    ]);
  });

  it('are labels of levels in the order of the file, numbers where all are', async () => {
    const levels = '{levels: {16: {population.size: 9}, 2: {}, 0.5: {lattice.noise: 0.1, population.size: 3}}}';
    const sweep = await load(`axes: {a: ${levels}}`);
    expect(sweep.axes[0]!.type).toBe('double');
    expect(sweep.points.map(({ coordinates, overrides }) => [...coordinates, ...overrides])).toEqual([
      [16, 'population.size=9'],
      [2],
      [0.5, 'lattice.noise=0.1', 'population.size=3'],
    ]);
    expect(await values('{levels: {16: {population.size: 9}, minus: {}}}')).toEqual(['16', 'minus']);
  });

  it('go to all keys that the axis names', async () => {
    const [point] = (await load('axes: {a: {key: [population.size, population.islands], values: [4]}}')).points;
    expect(point!.overrides).toEqual(['population.size=4', 'population.islands=4']);
  });

  it('are text in the column where any is, and still set as they are', async () => {
    const sweep = await load('axes: {a: {key: lattice.ticks, values: [auto, 4]}}');
    expect(sweep.axes[0]!.type).toBe('text');
    expect(sweep.points.map(({ coordinates, overrides }) => [...coordinates, ...overrides])).toEqual([
      ['auto', 'lattice.ticks="auto"'],
      ['4', 'lattice.ticks=4'],
    ]);
  });
});

describe('a design', () => {
  const AXES = `
axes:
  a: {key: population.size, values: [1, 2]}
  b: {key: population.islands, values: [3, 4]}
  c: {key: lattice.noise, between: [0.1, 0.5]}
  d: {key: measure.every, between: [1, 10], whole: true}
  e: {key: variation.mutation.perGenome, between: [0.01, 100], scale: log}
`;

  it('zips, multiplies and draws, one in another', async () => {
    const points = await coordinates(
      `${AXES}design: {product: [{zip: [a, b]}, {sobol: {axes: [c, d], points: 8}}, {latin: {axes: [e], points: 3}}]}`,
    );
    expect(points.length).toBe(2 * 8 * 3);
    expect([...new Set(points.map(([a, b]) => `${a} ${b}`))]).toEqual(['1 3', '2 4']);
    expect(new Set(points.map(([, , c, d]) => `${c} ${d}`)).size).toBe(8);
    const [c, d, e] = [2, 3, 4].map((axis) => points.map((point) => point[axis] as number));
    expect([Math.min(...c!) > 0.1, Math.max(...c!) < 0.5]).toEqual([true, true]);
    // Eight Sobol' points: one in each eighth of the interval.
    expect(new Set(c!.map((value) => Math.floor(((value - 0.1) / 0.4) * 8))).size).toBe(8);
    expect(d!.every((value) => Number.isInteger(value) && value >= 1 && value <= 10)).toBe(true);
    expect(e!.every((value) => Number(value.toPrecision(12)) === value)).toBe(true);
    // Three points of a Latin hypercube: one in each third of the logarithm's interval.
    expect(new Set(e!.map((value) => Math.floor((Math.log10(value) + 2) / (4 / 3)))).size).toBe(3);
  });

  it('draws integers with equal shares, and levels too', async () => {
    const points = await coordinates(`
axes:
  a: {key: population.size, between: [1, 4], whole: true}
  b: {key: lattice.noise, values: [0, 0.1, 0.2, 0.3]}
  c: {key: variation.mutation.perGenome, between: [0, 1]}
design: {sobol: {axes: [a, b, c], points: 64}}
`);
    for (const axis of [0, 1]) {
      const counts = new Map<unknown, number>();
      for (const point of points) counts.set(point[axis], (counts.get(point[axis]) ?? 0) + 1);
      expect([...counts.values()]).toEqual([16, 16, 16, 16]);
    }
  });

  it('keeps the points that it had when more are asked for, or axes are added beside a set of them', async () => {
    const few = await load(`${AXES}design: {product: [a, b, {sobol: {axes: [c, d, e], points: 8}}]}`);
    const more = await load(`${AXES}design: {product: [a, b, {sobol: {axes: [c, d, e], points: 20}}]}`);
    const ids = new Set(more.points.map(({ id }) => id));
    expect(few.points.every(({ id }) => ids.has(id))).toBe(true);
    const other = await load(`${AXES}design: {product: [a, b, {sobol: {axes: [c, d, e], points: 8}}]}`, { seed: '7' });
    expect(other.points[0]!.coordinates).not.toEqual(few.points[0]!.coordinates);
  });
});

describe('ids and seeds', () => {
  const ONE = 'axes: {size: {key: population.size, values: [10, 20]}}\n';

  it('are all different, and the same when the file is read again', async () => {
    const text = `${ONE}replicates: 3`;
    const [first, second] = [await load(text), await load(text)];
    expect(second.points).toEqual(first.points);
    expect(new Set(first.points.map(({ id }) => id)).size).toBe(6);
    expect(new Set(first.points.map(({ seed }) => seed)).size).toBe(6);
  });

  it('stay what they are when a sweep grows, and when its axes change places', async () => {
    const two = `axes: {size: {key: population.size, values: [10]}, noise: {key: lattice.noise, values: [0, 0.1]}}\n`;
    const grown = `axes: {noise: {key: lattice.noise, values: [0.2, 0.1, 0]}, size: {key: population.size, values: [20, 10]}}\nreplicates: 2\n`;
    const named = async (text: string) =>
      new Map((await load(text)).points.map(({ id, seed, overrides }) => [id, `${seed} ${[...overrides].sort()}`]));
    const [before, after] = [await named(two), await named(grown)];
    expect(before.size).toBe(2);
    expect(after.size).toBe(12);
    for (const [id, point] of before) expect(after.get(id)).toBe(point);
  });

  it('share seeds between points, one for each replicate, where that is asked for', async () => {
    const { points } = await load(`${ONE}replicates: {count: 2, seeds: shared}`);
    const seeds = points.map(({ seed }) => seed);
    // printf '["seed","2026",null,0]' | sha256sum: whatever the points are, so that more of them change nothing.
    const [first, second] = ['ca3ce4f0badae0ff', '4c9701c4e40238ed'];
    expect(seeds).toEqual([first, second, first, second]);
    expect(new Set(points.map(({ id }) => id)).size).toBe(4);
  });

  it('hang on what the base does, its seed, and the commands', async () => {
    const id = async (text: string, more = {}) => (await load(text, more)).points[0]!.id;
    const ids = [
      await id(ONE),
      await id(`${ONE}set: {lattice.noise: 0.1}`),
      await id(ONE, { seed: '8' }),
      await id(`${ONE}commands: [run, pressure]`),
    ];
    expect(new Set(ids).size).toBe(4);
    expect(await id(`${ONE}set: {lattice.noise: 0, description: nothing}`)).toBe(ids[0]);
  });

  it('hang on the evaluator where results do', async () => {
    const id = async (evaluator?: string, text = ONE) => (await load(text, { evaluator })).points[0]!.id;
    expect(await id('reference')).toBe(await id());
    expect(await id('exact')).not.toBe(await id());
    const analog = 'set: {units: {kind: analog}, environment.x: {gaussian: 1}}\n';
    expect(await id('reference', analog)).toBe(await id(undefined, analog));
    expect(await id('tfjs:cpu', analog)).not.toBe(await id(undefined, analog));
  });

  it('are digits of SHA-256 over what docs/sweeps.md names, as any other program finds them', async () => {
    const { base, points } = await load('axes: {size: {key: population.size, values: [10, 20]}}\nreplicates: 2\n');
    // printf '["seed","2026",["population.size=10"],1]' | sha256sum
    const seed = '6e5e2af624e8fe80';
    const named = JSON.stringify(['point', base.hash, ['population.size=10'], seed, ['run'], null]);
    const id = createHash('sha256').update(named).digest('hex').slice(0, 20);
    expect(points[1]).toMatchObject({ coordinates: [10], replicate: 1, seed, id });
  });

  it('are the axis’s own seed where one sets it', async () => {
    const { points } = await load('axes: {origin: {key: seed, values: [1, b]}}');
    expect(points.map(({ seed }) => seed)).toEqual(['1', 'b']);
  });
});

describe('20,000 points', () => {
  it('have as many ids, and as many seeds', async () => {
    const { points } = await load(`
axes:
  size: {key: population.size, range: {from: 10, to: 1000, count: 100}, whole: true}
  rate: {key: variation.mutation.perGenome, log: {from: 0.01, to: 10, count: 50}}
replicates: 4
`);
    expect(points.length).toBe(20_000);
    expect(new Set(points.map(({ id }) => id)).size).toBe(20_000);
    expect(new Set(points.map(({ seed }) => seed)).size).toBe(20_000);
  });
});
