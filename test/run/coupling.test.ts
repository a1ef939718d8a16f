import { describe, expect, it } from 'vitest';
import type { Cell } from '../../src/base/table.js';
import { planCoupling, sampleSizes } from '../../src/run/coupling/plan.js';
import { createEngine, drawBlueprint } from '../../src/run/engine.js';
import { estimateRun } from '../../src/run/estimate.js';
import { evolve } from '../../src/run/evolve.js';
import { digestOf } from '../../src/run/results/digest-of.js';
import { summarise } from '../../src/run/results/summary.js';
import { loadScenario } from '../../src/scenario/load.js';
import { bottleneck } from '../coupling/bottleneck.js';

const load = (text: string, overrides: string[] = []) =>
  loadScenario({ text, file: 'coupling.yaml', overrides }).scenario;

async function run(text: string, evaluator: string, overrides: string[] = [], workers = 0) {
  const engine = createEngine(drawBlueprint(load(text, overrides)), workers, evaluator);
  try {
    return await evolve(engine);
  } finally {
    await engine.close();
  }
}

type Row = Record<string, Cell>;

async function rowsOf(...asked: Parameters<typeof run>): Promise<Row[]> {
  const { coupling } = (await run(...asked)).tables;
  return coupling.columns[0]!.map((_, r) =>
    Object.fromEntries(coupling.spec.columns.map(({ name }, c) => [name, coupling.columns[c]![r]!])),
  );
}

/** Two ends on lines or units of their own, each an intended channel and one that is not. */
const scenario = (map: string, more: string): string => `
name: coupling
seed: 3
lattice:
  map: |
${map.replace(/^/gm, '    ')}
  neighbours: west3
  border: zero
  start: zero
environment: {x: fair, z: fair}
ports: {A: {write: x}, B: {read: true, target: x}, C: {write: z}, D: {read: true}}
channels: {through: {from: A, to: B, reward: 1}, leak: {from: C, to: D}}
population: {size: 40, islands: 4}
measure: {samples: 1024, prior: 1000}
stop: {generations: 0}
${more}
`;

/** One unit that reads both sources and is copied to both sinks. */
const BOTTLENECK = scenario('A # B\n# . #\nC # D', 'genome: {fixed: {B: {copy: 2}, D: {copy: 0}}}');
const apart = (more: string): string => scenario('A n B\n# # #\n# # #\nC n D', more);
const APART = apart('');
const ONE_LOCUS = apart('genome: {shared: [[n, B, D]]}');

/** The row of all islands together. */
const together = (rows: readonly Row[], place: string): Row =>
  rows.find((row) => row.island === null && row.place === place)!;
const errorsOff = ({ kappa, standard_error: error }: Row, truth: number): number =>
  Math.abs((kappa as number) - truth) / (error as number);

describe('the coupling derivative of a run', () => {
  it.each(['exact', 'wasm'])('finds the slope of the bottleneck, by %s', async (evaluator) => {
    const rows = await rowsOf(BOTTLENECK, evaluator);
    // Cov/Var over the 256 tables (docs/theory.md), and over all pairs of tables that differ in one bit.
    expect(errorsOff(together(rows, 'prior'), -0.320115)).toBeLessThan(3);
    const { intended: i, unintended: u } = bottleneck();
    let [above, below] = [0, 0];
    for (let table = 0; table < 256; table++) {
      for (let bit = 1; bit < 256; bit <<= 1) {
        above += (u[table ^ bit]! - u[table]!) * (i[table ^ bit]! - i[table]!);
        below += (i[table ^ bit]! - i[table]!) ** 2;
      }
    }
    expect(errorsOff(together(rows, 'mutational'), above / below)).toBeLessThan(3);
    expect(together(rows, 'prior').standard_error).toBeLessThan(0.02);
    expect(together(rows, 'mutational').standard_error).toBeLessThan(0.05);
    for (const row of rows) {
      if (row.kappa !== null && row.reverse !== null) {
        expect(Math.sign(row.reverse as number)).toBe(Math.sign(row.kappa as number));
      }
    }
  });

  it.each(['exact', 'wasm'])('is 0 within its error where two lines share nothing, by %s', async (evaluator) => {
    const rows = await rowsOf(APART, evaluator);
    const prior = together(rows, 'prior');
    expect(errorsOff(prior, 0)).toBeLessThan(3);
    expect(prior.standard_error).toBeLessThan(0.05);
    // A mutant changes one line or the other: not one product is other than 0.
    expect(together(rows, 'mutational')).toMatchObject({ kappa: 0, reverse: 0, defined: 1 });
  });

  it.each(['exact', 'wasm'])('is near 1 where all units of both lines express one locus, by %s', async (evaluator) => {
    const rows = await rowsOf(ONE_LOCUS, evaluator);
    for (const place of ['prior', 'mutational', 'population']) {
      const { kappa, reverse } = together(rows, place);
      for (const slope of [kappa, reverse]) {
        expect(slope, place).toBeGreaterThan(0.95);
        expect(slope, place).toBeLessThan(1.05);
      }
    }
  });

  it('needs a channel with a reward and one without', async () => {
    const both = { channels: 'channels={through: {from: A, to: B, reward: 1}, leak: {from: C, to: D, reward: 1}}' };
    const none = await run(BOTTLENECK, 'wasm', [both.channels, 'ports.D.target=z']);
    expect(none.tables.coupling.columns[0]).toEqual([]);
    expect(none.tables.slopes.columns[0]).toEqual([]);
    const alone = drawBlueprint(load(BOTTLENECK, [both.channels, 'ports.D.target=z']));
    expect(sampleSizes(alone.shape.coupling, 4)).toEqual({ genotypes: 0, mutants: 0 });
    expect(alone.shape.coupling.places).toBe(0);
  });

  it('has no error over islands where there is one only, and says so', async () => {
    const rows = await rowsOf(BOTTLENECK, 'exact', ['population.islands=1', 'population.size=200', 'measure.prior=1']);
    expect(rows.map(({ island, place }) => `${island} ${place}`)).toEqual(
      ['0', 'null'].flatMap((island) => ['mutational', 'population', 'prior'].map((place) => `${island} ${place}`)),
    );
    expect(rows.find((row) => row.island === 0 && row.place === 'population')).toMatchObject({
      defined: 1,
      reason: null,
    });
    expect(together(rows, 'population')).toMatchObject({ kappa: null, defined: 0 });
    expect(together(rows, 'population').reason).toContain('two islands');
  });

  it('takes U where it is measured and I where selection sees it', async () => {
    // Off, z is 0 and nothing leaks; x is set in neither. I is the same everywhere, U is there in one context only.
    const contexts = 'contexts={day: {set: {z: 0}, weight: 1}, night: {weight: 0}}';
    const rows = await rowsOf(BOTTLENECK, 'exact', [contexts]);
    const prior = rows.filter((row) => row.island === null && row.place === 'prior');
    expect(prior.map((row) => [row.context, row.kappa === 0])).toEqual([
      ['day', true],
      ['night', false],
    ]);
    // By day the unit reads a constant at C: of I by night, 0.28 bits, and of all of it, the slope is another.
    const unweighted = await rowsOf(BOTTLENECK, 'exact', [
      contexts.replace('weight: 1', 'weight: 0').replace(/0}}$/, '1}}'),
    ]);
    const byNight = unweighted.filter((row) => row.island === null && row.place === 'prior');
    expect(errorsOff(byNight[1]!, -0.320115)).toBeLessThan(3);
    expect(byNight[1]!.kappa).not.toBe(prior[1]!.kappa);
    expect(byNight[1]!.effective).not.toBe(prior[1]!.effective);
  });
});

describe('the matrix of the summary', () => {
  it('has what the rows of all islands say: the prior at the start, the population at the end', async () => {
    const overrides = ['stop.generations=6', 'measure.every=3', 'contexts={day: {weight: 2}, night: {set: {z: 1}}}'];
    const blueprint = drawBlueprint(load(BOTTLENECK, overrides));
    const engine = createEngine(blueprint, 0, 'wasm');
    const evolved = await evolve(engine);
    const { coupling } = summarise(blueprint, evolved, 0);
    expect(coupling.map(({ context, intended, unintended }) => [context, intended, unintended])).toEqual([
      ['day', 'through', 'leak'],
      ['night', 'through', 'leak'],
    ]);
    const table = evolved.tables.coupling;
    const rows = table.columns[0]!.map((_, r) =>
      Object.fromEntries(table.spec.columns.map(({ name }, c) => [name, table.columns[c]![r]!])),
    );
    for (const pair of coupling) {
      for (const [place, generation] of [
        ['prior', 0],
        ['mutational', 0],
        ['population', 6],
      ] as const) {
        const row = rows.find(
          (one) =>
            one.island === null && one.generation === generation && one.place === place && one.context === pair.context,
        )!;
        const expected = (value: Cell, error: Cell, reason: Cell) =>
          value === null ? { reason } : { mean: value, standardError: error };
        expect(pair[place]).toEqual({
          forward: expected(row.kappa!, row.standard_error!, row.reason!),
          reverse: expected(row.reverse!, row.reverse_error!, row.reverse_reason!),
        });
      }
    }
    // By night nothing varies at C.
    expect(coupling[1]!.prior).toMatchObject({
      forward: { mean: 0 },
      reverse: { reason: 'the unintended channel does not vary' },
    });
    expect(coupling[0]!.population).not.toEqual(coupling[0]!.prior);
    expect(coupling[0]!.local.quantiles!.length).toBe(5);
  });
});

describe('the sample of the prior', () => {
  it('comes out the same for any number of workers where it takes several chunks', async () => {
    const small = ['measure.samples=128', 'measure.prior=4000', 'population.size=5', 'population.islands=7'];
    const { coupling } = drawBlueprint(load(APART, small)).shape;
    expect(7 * coupling.blocks).toBeGreaterThan(2 * coupling.blocksAtOnce);
    const digests = [];
    for (const workers of [0, 1, 3]) digests.push(digestOf((await run(APART, 'wasm', small, workers)).tables).digest);
    expect(new Set(digests).size).toBe(1);
  });

  it('is divided into some forty blocks an island, of which the first genotypes have mutants', () => {
    const { system } = drawBlueprint(load(BOTTLENECK));
    const plan = (prior: number) => planCoupling(system, 2, 100, prior);
    expect(plan(10000)).toMatchObject({ blocks: 40, blockSize: 250, mutated: 20, mutants: 8, slots: 410 });
    expect(sampleSizes(plan(10000), 2)).toEqual({ genotypes: 20000, mutants: 2 * 800 * 8 });
    expect(plan(59)).toMatchObject({ blocks: 30, blockSize: 2, mutated: 2 });
    // The last block has one genotype only.
    expect(sampleSizes(plan(59), 2)).toEqual({ genotypes: 118, mutants: 118 * 8 });
    expect(plan(1)).toMatchObject({ blocks: 1, blockSize: 1, places: 100 });
    // Blocks do not grow without end, and neither does the memory they share.
    expect(plan(1 << 20)).toMatchObject({ blocks: 1024, blockSize: 1024, mutated: 1 });
    expect(plan(1 << 20).places).toBeLessThan(1 << 15);
  });

  it('is in the estimate of a run, in memory, work and time', async () => {
    const estimate = (prior: number) => estimateRun(load(BOTTLENECK, [`measure.prior=${prior}`]), 'reference', 1);
    const [few, many] = [await estimate(1000), await estimate(100000)];
    // 800 of 1000 genotypes have mutants; of 100,000 in 98 blocks nine each.
    expect(few.sampled).toBe(4 * (1000 + 8 * 800));
    expect(many.sampled).toBe(4 * (100000 + 8 * 98 * 9));
    const rolled = (many.updates! - few.updates!) / (few.pairs * few.samples);
    expect(rolled).toBe(2 * (many.sampled - few.sampled));
    // Two channels, two halves, eight bytes; a fifth on top, and what is shared.
    expect(many.memoryBytes - few.memoryBytes).toBeGreaterThan(1.2 * 2 * 2 * 8 * (many.sampled - few.sampled) - 1e6);
    expect(many.seconds).toBeGreaterThan(few.seconds);
  });
});
