import chiSquareCdf from '@stdlib/stats-base-dists-chisquare-cdf';
import { describe, expect, it } from 'vitest';
import { Purpose, rootKey, Stream } from '../../../src/base/streams.js';
import type { FamilyName } from '../../../src/scenario/scenario.js';
import { drawTable, enumerateTables, type Prior, probabilityOfTable } from '../../../src/system/prior/prior.js';

const FAMILIES: readonly FamilyName[] = ['balanced', 'linear', 'sparse', 'reversible'];
const family = (name: FamilyName): Prior => ({ kind: 'family', family: name });
const bit = (p: number): Prior => ({ kind: 'bit', bit: p });
const stream = (index: number): Stream => new Stream(rootKey('prior tables'), Purpose.prior, 0, index);

/** A table as its list of outputs, and inputs as lists of bits: everything below is read off these. */
const outputs = (table: number, neighbourCount: number): number[] =>
  Array.from({ length: 2 ** neighbourCount }, (_, index) => Math.floor(table / 2 ** index) % 2);
const flipped = (index: number, input: number): number => index ^ (1 << input);
const inputs = (neighbourCount: number): number[] => Array.from({ length: neighbourCount }, (_, input) => input);

/** The outputs of every parity of a subset of the inputs, complemented or not. */
function affine(neighbourCount: number): ReadonlySet<string> {
  const all = new Set<string>();
  for (let subset = 0; subset < 2 ** neighbourCount; subset++) {
    for (const constant of [0, 1]) {
      const values = Array.from({ length: 2 ** neighbourCount }, (_, index) =>
        inputs(neighbourCount).reduce((sum, j) => sum ^ (((subset & index) >>> j) & 1), constant),
      );
      all.add(values.join(''));
    }
  }
  return all;
}

/** The definitions, word by word. */
const affineOf = [1, 2, 3, 4, 5].map(affine);
const belongs: Record<FamilyName, (values: readonly number[], neighbourCount: number) => boolean> = {
  balanced: (values) => 2 * values.filter((value) => value === 1).length === values.length,
  linear: (values, neighbourCount) => affineOf[neighbourCount - 1]!.has(values.join('')),
  sparse: (values, neighbourCount) =>
    inputs(neighbourCount).filter((input) => values.some((value, index) => value !== values[flipped(index, input)]))
      .length <= 1,
  reversible: (values, neighbourCount) =>
    inputs(neighbourCount).some((input) => values.every((value, index) => value !== values[flipped(index, input)])),
};

/** By brute force over all 2^(2^K) tables. */
function members(name: FamilyName, neighbourCount: number): number[] {
  return Array.from({ length: 2 ** (2 ** neighbourCount) }, (_, table) => table).filter((table) =>
    belongs[name](outputs(table, neighbourCount), neighbourCount),
  );
}

const total = (values: Float64Array): number => values.reduce((sum, p) => sum + p, 0);

describe('a prior family', () => {
  it.each([
    ['balanced', [2, 6, 70, 12870]],
    ['linear', [4, 8, 16, 32]],
    ['sparse', [4, 6, 8, 10]],
    ['reversible', [2, 6, 38, 942]],
  ] as const)('has the tables that its definition picks out of all, for K = 1 to 4: %s', (name, counts) => {
    counts.forEach((count, k) => {
      const { tables, probability } = enumerateTables(family(name), k + 1)!;
      expect([...tables]).toEqual(members(name, k + 1));
      expect(tables.length).toBe(count);
      // Every term is 1/count: the sum errs by at most count · 2^-53.
      expect(Math.abs(total(probability) - 1)).toBeLessThan(1e-11);
    });
  });

  it('has the probability of one of its tables, and 0 outside, for all tables of three neighbours', () => {
    for (const name of FAMILIES) {
      const known = members(name, 3);
      for (let table = 0; table < 256; table++) {
        expect(probabilityOfTable(family(name), 3, table)).toBe(known.includes(table) ? 1 / known.length : 0);
      }
    }
  });

  it('is known by number where five neighbours make it too large to list', () => {
    expect(enumerateTables(family('linear'), 5)!.tables.length).toBe(64);
    expect(enumerateTables(family('sparse'), 5)!.tables.length).toBe(12);
    expect(enumerateTables(family('balanced'), 5)).toBeNull();
    expect(enumerateTables(family('reversible'), 5)).toBeNull();
    expect(probabilityOfTable(family('balanced'), 5, 0xffff0000)).toBe(1 / 601_080_390);
    // Inclusion and exclusion over the inputs: 5·2^16 − 10·2^8 + 10·2^4 − 5·2^2 + 2.
    expect(probabilityOfTable(family('reversible'), 5, 0xffff0000)).toBe(1 / 325_262);
    for (const name of FAMILIES) expect(probabilityOfTable(family(name), 5, 0x12345678)).toBe(0);
  });

  it.each(FAMILIES)('is closed under complementing the output or any input: %s', (name) => {
    for (const neighbourCount of [1, 2, 3, 4]) {
      for (const table of enumerateTables(family(name), neighbourCount)!.tables) {
        const values = outputs(table, neighbourCount);
        const tableOf = (value: (index: number) => number): number =>
          values.reduce((sum, _, index) => sum + value(index) * 2 ** index, 0);
        const images = [
          tableOf((index) => 1 - values[index]!),
          ...inputs(neighbourCount).map((input) => tableOf((index) => values[flipped(index, input)]!)),
        ];
        for (const image of images) expect(probabilityOfTable(family(name), neighbourCount, image)).toBeGreaterThan(0);
      }
    }
  });
});

/** P(χ² ≥ what the draws give) where each table has its probability. */
function pOfDraws(prior: Prior, neighbourCount: number, draws: number): number {
  const { tables, probability } = enumerateTables(prior, neighbourCount)!;
  const counts = new Map<number, number>([...tables].map((table) => [table, 0]));
  const from = stream(neighbourCount);
  for (let i = 0; i < draws; i++) {
    const table = drawTable(prior, neighbourCount, from);
    expect(counts.has(table)).toBe(true);
    counts.set(table, counts.get(table)! + 1);
  }
  let chiSquare = 0;
  [...tables].forEach((table, i) => {
    const expected = draws * probability[i]!;
    chiSquare += (counts.get(table)! - expected) ** 2 / expected;
  });
  return 1 - chiSquareCdf(chiSquare, tables.length - 1);
}

describe('a drawn table', () => {
  // Twelve draws at fixed seeds: p is uniform, so that 1e-4 on either side comes up once in 400 suites. 70 draws a table.
  it.each(FAMILIES.flatMap((name) => [1, 2, 3].map((neighbourCount) => [name, neighbourCount] as const)))(
    'is uniform over its family: %s, K = %d',
    (name, neighbourCount) => {
      const p = pOfDraws(family(name), neighbourCount, 5000);
      expect(p).toBeGreaterThan(1e-4);
      expect(p).toBeLessThan(1 - 1e-4);
    },
  );

  it('is uniform over the reversible family of four neighbours, whose tables are permutive in one to four inputs', () => {
    const p = pOfDraws(family('reversible'), 4, 20_000);
    expect(p).toBeGreaterThan(1e-4);
    expect(p).toBeLessThan(1 - 1e-4);
  });

  it.each([
    [0.5, 2],
    [0.3, 2],
    [0.8125, 1],
  ])('has bits that are 1 with their probability, independently: bit %d, K = %d', (p, neighbourCount) => {
    expect(pOfDraws(bit(p), neighbourCount, 20_000)).toBeGreaterThan(1e-4);
  });

  it('of five neighbours has its family’s form and reaches the highest bit', () => {
    for (const name of FAMILIES) {
      const from = stream(99);
      let highest = 0;
      for (let i = 0; i < 400; i++) {
        const table = drawTable(family(name), 5, from);
        expect(belongs[name](outputs(table, 5), 5)).toBe(true);
        highest += Math.floor(table / 2 ** 31);
      }
      // Every family is closed under complement: a fair coin, four standard deviations of 400 tosses.
      expect(Math.abs(highest - 200)).toBeLessThan(40);
    }
  });

  it('is a function of its stream alone', () => {
    for (const prior of [bit(0.3), ...FAMILIES.map(family)]) {
      const draws = (index: number): number[] => {
        const from = stream(index);
        return Array.from({ length: 20 }, () => drawTable(prior, 3, from));
      };
      expect(draws(7)).toEqual(draws(7));
      expect(draws(7)).not.toEqual(draws(8));
    }
  });
});

describe('a prior of independent bits', () => {
  it('gives each table the product over its bits', () => {
    const { tables, probability } = enumerateTables(bit(0.25), 2)!;
    expect([...tables]).toEqual(Array.from({ length: 16 }, (_, table) => table));
    tables.forEach((table, i) => {
      const ones = outputs(table, 2).reduce((sum, value) => sum + value, 0);
      // Powers of ¼ and ¾ with few digits: exact.
      expect(probability[i]).toBe(0.25 ** ones * 0.75 ** (4 - ones));
      expect(probabilityOfTable(bit(0.25), 2, table)).toBe(probability[i]);
    });
    expect(total(probability)).toBe(1);
  });

  it('lists all 65,536 tables of four neighbours, and not those of five', () => {
    const { tables, probability } = enumerateTables(bit(0.3), 4)!;
    expect(tables.length).toBe(65_536);
    // 65,536 terms of relative error about 2^-50, added up.
    expect(Math.abs(total(probability) - 1)).toBeLessThan(1e-10);
    expect(enumerateTables(bit(0.3), 5)).toBeNull();
  });

  it('has a single table where bits are certain, also of five neighbours', () => {
    for (const [p, table] of [
      [0, 0],
      [1, 0xffffffff],
    ] as const) {
      expect(enumerateTables(bit(p), 5)).toEqual({ tables: Uint32Array.of(table), probability: Float64Array.of(1) });
      expect(drawTable(bit(p), 5, stream(1))).toBe(table);
    }
    expect(probabilityOfTable(bit(1), 3, 254)).toBe(0);
  });

  it('counts a probability for what it is drawn with, a multiple of 2^-32', () => {
    expect(probabilityOfTable(bit(1e-12), 1, 1)).toBe(0);
    expect(probabilityOfTable(bit(2 ** -32 + 1e-12), 1, 3)).toBe(2 ** -64);
  });
});
