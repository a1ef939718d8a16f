import { beforeAll, describe, expect, it } from 'vitest';
import type { Cell } from '../../src/base/table.js';
import { gTestPValue } from '../../src/information/significance.js';
import { createEngine, drawBlueprint, type Engine } from '../../src/run/engine.js';
import { type Evolved, evolve, type Resumable } from '../../src/run/evolve.js';
import type { TableName } from '../../src/run/results/tables.js';
import { loadScenario } from '../../src/scenario/load.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import { cellOffsets, type Reading } from '../../src/simulate/evaluator.js';
import { fillStimulus } from '../../src/simulate/fill-stimulus.js';
import { plainEvaluator } from '../../src/simulate/plain.js';
import { stimulusOver, stimulusWords } from '../../src/simulate/stimulus.js';
import { genomeFromHex } from '../../src/system/genome.js';
import { classByHand } from '../pressure/held/class-by-hand.js';
import { divergenceBits, expectation, slowLeastBits } from '../pressure/slow-least-bits.js';

// Nothing here is like anything else: targets are not sources, weights differ, one source has two sites and one variable
// is biased, sinks stand in different columns. 256 samples leave much information below significance, 70 individuals are
// more than the 64 that are footprinted, and 210 do not divide into the jackknife's blocks of ceil(210 / 64) = 4. Seven
// individuals of each island migrate at generations 3 and 6, the second between the last two rows.
const SCENARIO = `
name: asymmetric
seed: 4
lattice:
  map: |
    C . . D .
    A . g . B
    A . . # .
  neighbours: west3
  noise: 0.01
environment:
  v: {fair: 2}
  z: {biased: 0.4}
  y: {copy: v.1, flip: 0.1}
  q: {copy: z, flip: 0.15}
ports:
  A: {write: v}
  B: {read: true, target: y}
  C: {write: z}
  D: {read: true, target: q}
channels:
  through: {from: A, to: B, reward: 2}
  over: {from: C, to: D, reward: 0.7}
  leak: {from: C, to: B}
genome:
  fixed: {g: {or: [0, 1]}}
population: {size: 70, islands: 3, migration: {every: 3, rate: 0.1}}
selection: {scheme: tournament, size: 3}
variation: {mutation: {perGenome: 1}, crossover: {kind: uniform, rate: 0.4}}
measure: {samples: 256, every: 5, prior: 6}
stop: {generations: 8}
`;
/** One before and one after fitness in the order of names: a label does nothing by itself, so these need no mechanism. */
const DEMONS: Scenario['demons'] = {
  guest: { kind: 'driver', payload: 'leak', host: 'through', region: 'c' },
  early: { kind: 'driver', payload: 'leak', host: 'over', region: 'c' },
};
const [SIZE, ISLANDS, SAMPLES, LAST, ROWS_BEFORE_LAST] = [70, 3, 256, 8, 5];

/** Digits after the point that must agree: sums of at most some hundred doubles near 1, only in another order. */
const DIGITS = 9;

type Site = readonly [row: number, column: number];
/** What is counted, in the scenario's own words: elements against a site after a tick, or changes of it after a flip. */
type HandReading =
  | { readonly source: readonly string[]; readonly sink: Site; readonly tick: number }
  | { readonly flip: string; readonly sink: Site };

const A = ['v.0', 'v.1'];
const C = ['z'];
const B: Site = [1, 4];
const D: Site = [0, 3];
// Columns 0 to 4, one column west at each tick.
const TICKS = 4;
const READINGS: Readonly<Record<string, HandReading>> = {
  leak: { source: C, sink: B, tick: TICKS },
  over: { source: C, sink: D, tick: TICKS },
  through: { source: A, sink: B, tick: TICKS },
  aside: { source: A, sink: D, tick: TICKS },
  'over flips': { flip: 'z', sink: D },
  'leak flips': { flip: 'z', sink: B },
  'through flips first': { flip: 'v.0', sink: B },
  'through flips second': { flip: 'v.1', sink: B },
  'aside flips first': { flip: 'v.0', sink: D },
  'aside flips second': { flip: 'v.1', sink: D },
};
const TARGETS: Readonly<Record<string, HandReading>> = {
  over: { source: ['q'], sink: D, tick: TICKS },
  through: { source: ['y'], sink: B, tick: TICKS },
};
/** Row, column and the last tick at which the site can reach the sink: a column further west, a tick earlier. */
const REACHING_D = '0 1 2, 0 2 3, 0 3 4, 1 1 2, 1 2 3, 2 1 2';
const REACHING_B = '0 1 1, 0 2 2, 0 3 3, 1 1 1, 1 2 2, 1 3 3, 1 4 4, 2 1 1, 2 2 2';
const FOOTPRINTS = (
  [
    ['leak', C, REACHING_B],
    ['over', C, REACHING_D],
    ['through', A, REACHING_B],
  ] as const
).flatMap(([channel, source, places]) =>
  places.split(', ').map((place) => {
    const [row, column, tick] = place.split(' ').map(Number) as [number, number, number];
    return { channel, row, column, reading: { source, sink: [row, column], tick } as HandReading };
  }),
);

/** Where the loci are, row-major: all sites but ports that are written, the fixed `g` and the hole. */
const LOCI: readonly Site[] = (
  [
    [0, [1, 2, 3, 4]],
    [1, [1, 3, 4]],
    [2, [1, 2, 4]],
  ] as const
).flatMap(([row, columns]) => columns.map((column): Site => [row, column]));

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
const INDIVIDUALS = range(ISLANDS * SIZE);
/** The part of a list, one value for each individual, that belongs to an island. */
const onIsland = <T>(values: readonly T[], island: number): T[] => values.slice(island * SIZE, (island + 1) * SIZE);

interface Information {
  readonly bits: number;
  readonly corrected: number;
  readonly significant: boolean;
}

/** Information of any source with one bit, from its definition: cell x + y · (half of the cells). */
function informationOf(counts: readonly number[]): Information {
  const samples = sum(counts);
  const sources = counts.length / 2;
  const p = (x: number, y: number): number => counts[x + y * sources]! / samples;
  const px = range(sources).map((x) => p(x, 0) + p(x, 1));
  const py = [0, 1].map((y) => sum(range(sources).map((x) => p(x, y))));
  let bits = 0;
  for (let x = 0; x < sources; x++) {
    for (const y of [0, 1]) if (p(x, y) > 0) bits += p(x, y) * Math.log2(p(x, y) / (px[x]! * py[y]!));
  }
  const occupied = (values: readonly number[]): number => values.filter((value) => value > 0).length;
  const [kx, ky, kxy] = [occupied(px), occupied(py), occupied(counts)];
  return {
    bits,
    // Miller (1955).
    corrected: bits - (kxy - kx - ky + 1) / (2 * samples * Math.LN2),
    significant: gTestPValue(2 * samples * Math.LN2 * bits, (kx - 1) * (ky - 1)) < 0.001,
  };
}

/** `[reading][individual][cell]`: counts of one sample at a time, on the stimulus of a generation drawn afresh. */
function countAgain(engine: Engine, loci: Uint32Array, generation: number, wanted: readonly HandReading[]) {
  const { system, key } = engine.blueprint;
  const { lattice, environment } = system;
  const element = (name: string): number => environment.elements.indexOf(name);
  const readings = wanted.map((reading): Reading => {
    const [row, column] = reading.sink;
    const units = range(lattice.unitCount).filter(
      (u) => lattice.unitRow[u] === row && lattice.unitColumn[u] === column,
    );
    if (!('flip' in reading)) return { kind: 'joint', source: reading.source.map(element), units, tick: reading.tick };
    const flip = lattice.held.findIndex((plane) => plane.kind === 'port' && plane.element === element(reading.flip));
    return { kind: 'change', flip, units };
  });
  const stimulus = stimulusOver(new Uint32Array(stimulusWords(system, SAMPLES)), system, SAMPLES);
  fillStimulus(stimulus, system, key, generation);
  const offsets = cellOffsets(readings);
  const cells = offsets.at(-1)!;
  const genotypes = loci.length / system.genome.locusCount;
  const counts = new Uint32Array(genotypes * cells);
  plainEvaluator(system, readings).evaluate(loci, 0, genotypes, stimulus, counts);
  return readings.map((_, r) =>
    range(genotypes).map((i) => [...counts.subarray(i * cells + offsets[r]!, i * cells + offsets[r + 1]!)]),
  );
}

/** Informations of all individuals with the two targets. */
function targetInformations(engine: Engine, loci: Uint32Array, generation: number): Record<string, Information[]> {
  const counts = countAgain(engine, loci, generation, Object.values(TARGETS));
  return Object.fromEntries(Object.keys(TARGETS).map((name, r) => [name, counts[r]!.map(informationOf)]));
}

/** What individuals are worth, from their informations with the targets. */
function fitnessOf({ over, through }: Record<string, Information[]>): number[] {
  const paid = ({ bits, significant }: Information): number => (significant ? bits : 0);
  return INDIVIDUALS.map((i) => 0.7 * paid(over![i]!) + 2 * paid(through![i]!));
}

/** Where individuals of a generation come from once its migrants have arrived: seven from the island before. */
function arrivals(generation: number): number[] {
  const migrate = generation === 3 || generation === 6;
  return INDIVIDUALS.map((i) => (migrate && i % SIZE < 7 ? (i + (ISLANDS - 1) * SIZE) % (ISLANDS * SIZE) : i));
}

/** Expected parentage in a tournament of three, by place after migration: the best of three that are drawn at random. */
function parentageOf(generation: number): number[] {
  const present = arrivals(generation).map((source) => states[generation]!.fitness[source]!);
  return range(ISLANDS).flatMap((island) => {
    const own = onIsland(present, island);
    return own.map((value) => {
      const upTo = own.filter((other) => other <= value).length / SIZE;
      const below = own.filter((other) => other < value).length / SIZE;
      const ties = own.filter((other) => other === value).length;
      return (upTo ** 3 - below ** 3) / ties;
    });
  });
}

/** Σ over the island of p log2(N p). */
const bitsOfStep = (generation: number, island: number): number =>
  divergenceBits(onIsland(parentageOf(generation), island));

/** Parents drawn in one generation on one island: each child has a second one with probability 0.4. */
const DRAWS = SIZE * 1.4;

/** The steps that are booked in the last row, by the generation that they start from. */
const STEPS = range(LAST - ROWS_BEFORE_LAST).map((step) => ROWS_BEFORE_LAST + step);

/** Terms of Price's identity, summed over the steps before the last row, from a trait's values in every generation. */
function ledgerOf(trait: readonly number[][], island: number) {
  const each = STEPS.map((generation) => {
    const [before, after] = [trait[generation]!, trait[generation + 1]!];
    const moved = arrivals(generation).map((source) => before[source]!);
    const p = parentageOf(generation);
    const handed = parents[generation + 1]!.map((own) => mean(own.map((parent) => before[parent]!)));
    const local = (values: readonly number[]): number[] => onIsland(values, island);
    const selected = expectation(local(p), local(moved));
    return {
      selection: selected - mean(local(moved)),
      // Of the parents drawn, each child's counting as one.
      drift: mean(local(handed)) - selected,
      transmission: mean(local(after)) - mean(local(handed)),
      migration: mean(local(moved)) - mean(local(before)),
    };
  });
  const total = (term: keyof (typeof each)[number]): number => sum(each.map((terms) => terms[term]));
  return {
    selection: total('selection'),
    drift: total('drift'),
    transmission: total('transmission'),
    migration: total('migration'),
  };
}

/** What the ledger's bits are made of: values and parentage of one island in one step. */
function islandAt(generation: number, island: number) {
  const present = (channel: string): number[] => {
    const values = strengths[channel]![generation]!;
    return onIsland(
      arrivals(generation).map((source) => values[source]!),
      island,
    );
  };
  return { p: onIsland(parentageOf(generation), island), present };
}

const corrected = (informations: readonly Information[]): number[] => informations.map((found) => found.corrected);

let engine: Engine;
let evolved: Evolved;
/** `[generation]` */
const states: Resumable[] = [];
/** `[generation][individual]`: its one or two parents, as places in the generation before, before migration there. */
const parents: number[][][] = [];
let fitness: number[];
let genotypes: string[];
/** `[individual][cell]` of each of the readings by name. */
let counts: Record<string, number[][]>;
let strength: Record<string, Information[]>;
let rewarded: Record<string, Information[]>;
let influence: Record<string, number[]>;
/** `[generation][individual]` of each channel, from generation 5 on. */
let strengths: Record<string, number[][]>;

beforeAll(async () => {
  const { scenario } = loadScenario({ text: SCENARIO, file: 'asymmetric.yaml' });
  engine = createEngine(drawBlueprint({ ...scenario, demons: DEMONS }), 0, 'reference');
  const keep = (state: Resumable): void => {
    states.push(state);
    const { first, second } = engine.arena;
    parents.push([...first].map((one, child) => (second[child]! < 0 ? [one] : [one, second[child]!])));
  };
  evolved = await evolve(engine, {
    between: async (_, resumable) => {
      keep(resumable());
      return false;
    },
  });
  keep(evolved.resumable());
  const { loci } = states[LAST]!;
  const { locusCount } = engine.blueprint.system.genome;
  fitness = [...states[LAST]!.fitness];
  genotypes = INDIVIDUALS.map((i) => loci.subarray(i * locusCount, (i + 1) * locusCount).join());
  const all = countAgain(engine, loci, LAST, Object.values(READINGS));
  counts = Object.fromEntries(Object.keys(READINGS).map((name, r) => [name, all[r]!]));
  const pairs = ['leak', 'over', 'through', 'aside'];
  strength = Object.fromEntries(pairs.map((name) => [name, counts[name]!.map(informationOf)]));
  rewarded = targetInformations(engine, loci, LAST);
  const channels = ['leak', 'over', 'through'];
  strengths = Object.fromEntries(channels.map((name) => [name, []]));
  for (const name of channels) strengths[name]![LAST] = corrected(strength[name]!);
  for (const generation of STEPS) {
    const wanted = channels.map((name) => READINGS[name]!);
    countAgain(engine, states[generation]!.loci, generation, wanted).forEach((found, c) => {
      strengths[channels[c]!]![generation] = corrected(found.map(informationOf));
    });
  }
  influence = Object.fromEntries(
    pairs.map((name) => {
      const flips = Object.keys(READINGS).filter((other) => other.startsWith(`${name} flips`));
      // The share of samples that change, averaged over the sites flipped.
      return [name, INDIVIDUALS.map((i) => mean(flips.map((flip) => counts[flip]![i]![0]! / SAMPLES)))];
    }),
  );
  // Counted one sample at a time, four generations of 210 genotypes.
}, 60_000);

/** The rows that a table has of the last generation. */
function lastRows(name: TableName): Record<string, Cell>[] {
  return rowsOf(name).filter(({ generation }) => generation === LAST);
}

function rowsOf(name: TableName): Record<string, Cell>[] {
  const { spec, columns } = evolved.tables[name];
  return columns[0]!.map((_, row) =>
    Object.fromEntries(spec.columns.map((column, c) => [column.name, columns[c]![row]!])),
  );
}

/** Rows are as expected in number, order, columns and every value. */
function expectRows(rows: readonly Record<string, Cell>[], expected: readonly Record<string, Cell>[]): void {
  expect(rows.length).toBe(expected.length);
  rows.forEach((row, r) => {
    expect(Object.keys(row)).toEqual(Object.keys(expected[r]!));
    for (const [column, value] of Object.entries(expected[r]!)) {
      if (typeof value === 'number') expect(row[column], `${column} of row ${r}`).toBeCloseTo(value, DIGITS);
      else expect(row[column], `${column} of row ${r}`).toBe(value);
    }
  });
}

describe('the scenario of these tests', () => {
  it('meets every case that could be mistaken for another', () => {
    const count = (test: (individual: number) => boolean): number => INDIVIDUALS.filter(test).length;
    const pays = (channel: string, i: number): boolean => rewarded[channel]![i]!.significant;
    for (const channel of ['over', 'through']) {
      expect(count((i) => pays(channel, i))).toBeGreaterThan(5);
      // Chance alone pays nothing, though it stays positive when corrected.
      expect(count((i) => !pays(channel, i) && rewarded[channel]![i]!.corrected > 0)).toBeGreaterThan(5);
      // Strength and reward are not seen in the same individuals.
      expect(count((i) => pays(channel, i) !== strength[channel]![i]!.significant)).toBeGreaterThan(0);
    }
    expect(count((i) => pays('over', i) && pays('through', i))).toBeGreaterThan(0);
    expect(count((i) => !pays('over', i) && !pays('through', i))).toBeGreaterThan(5);
    const islands = range(ISLANDS).map((island) => onIsland(genotypes, island));
    const distinct = islands.map((names) => new Set(names).size);
    expect(new Set(distinct).size).toBe(ISLANDS);
    expect(Math.max(...distinct)).toBeLessThan(SIZE);
    const tied = islands.filter((names, island) => {
      const own = onIsland(fitness, island);
      const best = Math.max(...own);
      return names[own.indexOf(best)] !== names[own.lastIndexOf(best)];
    });
    expect(tied.length).toBeGreaterThan(0);
    for (const generation of [...STEPS, LAST]) {
      expect(parents[generation]!.some((own) => own.length === 1)).toBe(true);
      expect(parents[generation]!.some(([one, other]) => other !== undefined && other !== one)).toBe(true);
    }
    const directions = STEPS.map((generation) => {
      const { p, present } = islandAt(generation, 0);
      return Math.sign(expectation(p, present('leak')) - mean(present('leak')));
    });
    expect(new Set(directions)).toEqual(new Set([-1, 1]));
  });
});

describe('the values of the last generation, computed again from its genotypes', () => {
  it('fitness: weights times plug-in information with the target, exactly 0 where none is significant', () => {
    fitnessOf(rewarded).forEach((again, i) => {
      if (again === 0) expect(fitness[i]).toBe(0);
      else expect(fitness[i]).toBeCloseTo(again, DIGITS);
    });
  });

  it('generations', () => {
    let descent = INDIVIDUALS.map(() => 0);
    for (let generation = 1; generation <= LAST; generation++) {
      const p = parentageOf(generation - 1);
      const from = arrivals(generation - 1);
      const along = (parent: number): number => descent[parent]! + Math.log2(SIZE * p[from.indexOf(parent)]!);
      descent = parents[generation]!.map((own) => mean(own.map(along)));
    }
    const expected = range(ISLANDS).map((island) => {
      const own = onIsland(fitness, island);
      const bits = sum(STEPS.map((generation) => bitsOfStep(generation, island)));
      const joint = STEPS.map((generation) => {
        const { p, present } = islandAt(generation, island);
        return slowLeastBits(['leak', 'over', 'through'].map(present), p);
      });
      return {
        generation: LAST,
        island,
        fitness_mean: mean(own),
        fitness_max: Math.max(...own),
        genotypes: new Set(onIsland(genotypes, island)).size,
        bits_per_parent: bits,
        bits_spent: DRAWS * bits,
        bits_joint: DRAWS * sum(joint),
        bits_descent: mean(onIsland(descent, island)),
      };
    });
    expectRows(lastRows('generations'), expected);
  });

  it('champions: the first of the fittest', () => {
    const expected = range(ISLANDS).map((island) => {
      const own = onIsland(fitness, island);
      const best = Math.max(...own);
      return { generation: LAST, island, fitness: best, genome: onIsland(genotypes, island)[own.indexOf(best)]! };
    });
    const { genome } = engine.blueprint.system;
    const rows = lastRows('champions').map((row) => ({
      ...row,
      genome: genomeFromHex(row.genome as string, genome).join(),
    }));
    expectRows(rows, expected);
  });

  it('channels', () => {
    const expected = range(ISLANDS).flatMap((island) =>
      ['leak', 'over', 'through'].map((channel) => {
        const found = onIsland(strength[channel]!, island);
        const bits = corrected(found);
        const sorted = bits.toSorted((a, b) => a - b);
        const steps = STEPS.map((generation) => islandAt(generation, island));
        const signedBits = steps.map(({ p, present }) => {
          const z = present(channel);
          return Math.sign(expectation(p, z) - mean(z)) * slowLeastBits([z], p);
        });
        const chance = steps.map(({ p }) => (sum(p.map((share) => share ** 2)) - 1 / SIZE) / (2 * Math.LN2));
        return {
          generation: LAST,
          island,
          context: 'all',
          channel,
          mean: mean(bits),
          sd: Math.sqrt(sum(bits.map((value) => (value - mean(bits)) ** 2)) / 69),
          min: sorted[0]!,
          // Of 70 values, 0 to 69, these quantiles lie at 3.45, 34.5 and 65.55.
          q05: 0.55 * sorted[3]! + 0.45 * sorted[4]!,
          q50: (sorted[34]! + sorted[35]!) / 2,
          q95: 0.45 * sorted[65]! + 0.55 * sorted[66]!,
          max: sorted[69]!,
          influence: mean(onIsland(influence[channel]!, island)),
          rewarded: channel === 'leak' ? null : mean(corrected(onIsland(rewarded[channel]!, island))),
          open: found.filter(({ significant }) => significant).length / SIZE,
          ...ledgerOf(strengths[channel]!, island),
          bits: DRAWS * sum(signedBits),
          bits_chance: DRAWS * sum(chance),
        };
      }),
    );
    expectRows(lastRows('channels'), expected);
  });

  it('traits', () => {
    const fitnesses = states.map((state) => [...state.fitness]);
    // From generation 5 on, as strengths are: the ledger asks for no other.
    const presences = strengths.leak!.map((values) => values.map((bits) => (bits > 0.1 ? 1 : 0)));
    const present = sum(presences[LAST]!);
    expect(present).toBeGreaterThan(5);
    expect(present).toBeLessThan(INDIVIDUALS.length - 5);
    const traits: [string, number[][]][] = [
      ['early', presences],
      ['fitness', fitnesses],
      ['guest', presences],
    ];
    const expected = range(ISLANDS).flatMap((island) =>
      traits.map(([trait, values]) => ({
        ...{ generation: LAST, island, context: 'all', trait },
        mean: mean(onIsland(values[LAST]!, island)),
        ...ledgerOf(values, island),
      })),
    );
    expectRows(lastRows('traits'), expected);
    expect(mean(expected.map(({ transmission }) => Math.abs(transmission)))).toBeGreaterThan(0.001);
  });

  it('matrix: weights unknown by leaving out every four individuals in turn', () => {
    const pooledBits = (some: readonly number[][]): number =>
      informationOf(some[0]!.map((_, cell) => sum(some.map((cells) => cells[cell]!)))).bits;
    const weightsUnknown = (all: readonly number[][]): number => {
      const blocks = range(Math.ceil(all.length / 4));
      const without = blocks.map((block) => pooledBits(all.filter((_, i) => Math.floor(i / 4) !== block)));
      return blocks.length * pooledBits(all) - (blocks.length - 1) * mean(without);
    };
    const expected = [
      ['A', 'B', 'through'] as const,
      ['A', 'D', 'aside'] as const,
      ['C', 'B', 'leak'] as const,
      ['C', 'D', 'over'] as const,
    ].map(([source, sink, name]) => ({
      generation: LAST,
      context: 'all',
      source,
      sink,
      bits: mean(corrected(strength[name]!)),
      influence: mean(influence[name]!),
      bits_unknown: weightsUnknown(counts[name]!),
    }));
    expectRows(lastRows('matrix'), expected);
  });

  it('footprint: of the first 64 individuals of every island', () => {
    const all = countAgain(
      engine,
      states[LAST]!.loci,
      LAST,
      FOOTPRINTS.map(({ reading }) => reading),
    );
    const expected = FOOTPRINTS.map(({ channel, row, column }, r) => {
      const bits = corrected(all[r]!.map(informationOf));
      const first = range(ISLANDS).flatMap((island) => onIsland(bits, island).slice(0, 64));
      return { generation: LAST, context: 'all', channel, row, column, bits: mean(first) };
    });
    expectRows(lastRows('footprint'), expected);
  });

  it('held: not defined with migration, for each of the ten loci', () => {
    const expected = LOCI.map(([row, column]) => ({ generation: LAST, row, column, bits: null, standard_error: null }));
    expectRows(lastRows('held'), expected);
    expect(evolved.held).toEqual({
      reason: 'population.migration is given: islands are not independent',
    });
  });

  it('constraint: by trying all 256 tables at every locus of a champion', () => {
    const { loci } = states[LAST]!;
    const locusCount = LOCI.length;
    // Not the middle island: rows of islands in the wrong order would leave it where it is.
    const island = 0;
    const expected = (() => {
      const own = onIsland(fitness, island);
      const best = island * SIZE + own.indexOf(Math.max(...own));
      const champion = loci.slice(best * locusCount, (best + 1) * locusCount);
      return LOCI.map(([row, column], locus) => {
        const mutants = new Uint32Array(256 * locusCount);
        for (const table of range(256)) {
          mutants.set(champion, table * locusCount);
          mutants[table * locusCount + locus] = table;
        }
        const counted = countAgain(engine, mutants, LAST, Object.values(TARGETS));
        const paid = counted.map((of) =>
          of.map(informationOf).map(({ bits, significant }) => (significant ? bits : 0)),
        );
        // Half of a fitness that is a sum of logarithms, in another order: no tie is decided by the last digit.
        const kept = range(256).filter((table) => 0.7 * paid[0]![table]! + 2 * paid[1]![table]! >= fitness[best]! / 2);
        return { generation: LAST, island, context: 'all', row, column, bits: Math.log2(256 / kept.length) };
      });
    })();
    expectRows(
      lastRows('constraint').filter((row) => row.island === island),
      expected,
    );
    const bits = expected.map((row) => row.bits);
    expect(bits.filter((value) => value > 1).length).toBeGreaterThan(1);
    expect(bits.filter((value) => value === 0).length).toBeGreaterThan(1);
  });

  it('scores: how many have which fitness, and are paid how much for each channel', () => {
    const paid = (channel: string): number[] => rewarded[channel]!.map((one) => (one.significant ? one.bits : 0));
    const expected = range(ISLANDS).flatMap((island) =>
      Object.entries({ fitness, over: paid('over'), through: paid('through') }).flatMap(([score, values]) => {
        const own = onIsland(values, island).toSorted((a, b) => a - b);
        // Distinct values are far apart and equal ones come from equal counts.
        const firsts = own.filter((value, i) => i === 0 || value - own[i - 1]! > 1e-9);
        return firsts.map((value) => ({
          ...{ generation: LAST, island, score, value },
          individuals: own.filter((other) => Math.abs(other - value) < 1e-9).length,
        }));
      }),
    );
    expectRows(lastRows('scores'), expected);
    expect(Math.max(...expected.map(({ individuals }) => individuals))).toBeGreaterThan(10);
  });

  it('environment: from the law of three draws and two flips', () => {
    const weight = (bit: number, p: number): number => (bit === 1 ? p : 1 - p);
    const outcomes = range(32).map((state) => {
      const [v0, v1, z, flipY, flipQ] = range(5).map((bit) => (state >> bit) & 1) as [
        number,
        number,
        number,
        number,
        number,
      ];
      const p = 0.25 * weight(z, 0.4) * weight(flipY, 0.1) * weight(flipQ, 0.15);
      return { p, bits: { q: z ^ flipQ, 'v.0': v0, 'v.1': v1, y: v1 ^ flipY, z } };
    });
    const names = ['q', 'v.0', 'v.1', 'y', 'z'] as const;
    const expected = names.flatMap((first, i) =>
      names.slice(i).map((second) => {
        const law = [0, 0, 0, 0];
        for (const { p, bits } of outcomes) law[bits[first] + 2 * bits[second]]! += p;
        return { first, second, bits: informationOf(law).bits };
      }),
    );
    expectRows(rowsOf('environment'), expected);
  });
});

describe('bits held by 17 islands', () => {
  it('are those of the classes of their tables', async () => {
    const overrides = ['population={size: 12, islands: 17}', 'stop.generations=6', 'measure.every=3'];
    const { scenario } = loadScenario({ text: SCENARIO, file: 'asymmetric.yaml', overrides });
    const many = await evolve(createEngine(drawBlueprint(scenario), 0, 'reference'));
    const { loci } = many.resumable();
    const prior = new Map<string, number>();
    const names = range(256).map((table) => classByHand(table, 3));
    for (const name of names) prior.set(name, (prior.get(name) ?? 0) + 1 / 256);
    /** Σ q log2(q/π) over classes, of the individuals of all islands but one. */
    const divergence = (locus: number, without: number): number => {
      const tables = range(17 * 12).filter((i) => Math.floor(i / 12) !== without);
      const shares = new Map<string, number>();
      for (const i of tables) {
        const name = names[loci[i * LOCI.length + locus]!]!;
        shares.set(name, (shares.get(name) ?? 0) + 1 / tables.length);
      }
      return sum([...shares].map(([name, q]) => q * Math.log2(q / prior.get(name)!)));
    };
    const jackknife = (bits: (without: number) => number) => {
      const left = range(17).map(bits);
      const error = Math.sqrt((16 / 17) * sum(left.map((one) => (one - mean(left)) ** 2)));
      return { bits: 17 * bits(-1) - 16 * mean(left), standard_error: error };
    };
    const { spec, columns } = many.tables.held;
    const rows = columns[0]!.map((_, r) =>
      Object.fromEntries(spec.columns.map(({ name }, c) => [name, columns[c]![r]!])),
    );
    expect(rows.map(({ generation }) => generation)).toEqual([0, 3, 6].flatMap((g) => LOCI.map(() => g)));
    const expected = LOCI.map(([row, column], locus) => ({
      ...{ generation: 6, row, column },
      ...jackknife((without) => divergence(locus, without)),
    }));
    expectRows(rows.slice(-LOCI.length), expected);
    const total = jackknife((without) => sum(range(LOCI.length).map((locus) => divergence(locus, without))));
    const held = many.held as { bits: number; standardError: number };
    expect(held.bits).toBeCloseTo(total.bits, DIGITS);
    expect(held.standardError).toBeCloseTo(total.standard_error, DIGITS);
  });
});

describe('a fixed stimulus', () => {
  it('is that of generation 0 in every generation', async () => {
    const overrides = ['measure.stimulus=fixed', 'stop.generations=3'];
    const { scenario } = loadScenario({ text: SCENARIO, file: 'asymmetric.yaml', overrides });
    const fixed = createEngine(drawBlueprint(scenario), 0, 'reference');
    const state = (await evolve(fixed)).resumable();
    fitnessOf(targetInformations(fixed, state.loci, 0)).forEach((again, i) => {
      expect(state.fitness[i]).toBeCloseTo(again, DIGITS);
    });
    const onItsOwn = fitnessOf(targetInformations(fixed, state.loci, 3));
    // Whoever is paid is paid another amount: 256 samples leave hundredths of a bit to chance.
    expect(onItsOwn.filter((value, i) => Math.abs(value - state.fitness[i]!) > 0.001).length).toBeGreaterThan(20);
  });
});
