import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { Purpose, rootKey, Stream } from '../../src/base/streams.js';
import { runPressure } from '../../src/run/pressure/pressure.js';
import type { Correspondence } from '../../src/run/results/correspondence.js';
import { runOptions, runText, temporaryFolder } from '../run/scenario-text.js';

const folder = temporaryFolder();
const workers = availableParallelism();
const read = (name: string): string => readFileSync(`scenarios/${name}.yaml`, 'utf8');

async function correspondence(name: string, seed: number, overrides: string[] = []): Promise<Correspondence> {
  const options = { overrides: [`seed=${seed}`, ...overrides], workers, evaluator: 'wasm' };
  return (await runText(read(name), folder, options)).summary!.correspondence;
}

/** Rank correlation and precision of the last row's reading. */
function endOf({ match }: Correspondence, reading: string): { correlation: number; precision: number; p: number } {
  const { match: found, detection } = match[0]!.readings.filter((of) => of.reading === reading).at(-1)!;
  if ('reason' in found) throw new Error(found.reason);
  return { correlation: found.correlation, precision: detection!.precision!, p: found.pValue };
}

describe('37-abstraction-match', () => {
  it.each([2026, 1, 2])('matches under selection and not without, seed %d', async (seed) => {
    const selected = await correspondence('37-abstraction-match', seed);
    const neutral = await correspondence('37-abstraction-match', seed, ['selection={scheme: none}']);
    const [strength, influence, without] = [
      endOf(selected, 'strength'),
      endOf(selected, 'influence'),
      endOf(neutral, 'strength'),
    ];
    console.log(`37-abstraction-match, seed ${seed}: ${JSON.stringify({ strength, influence, without })}`);
    expect(strength).toMatchObject({ p: 0.001 });
    expect(strength.correlation).toBeGreaterThan(0.8);
    expect(influence.p).toBeLessThan(0.05);
    // By chance 12 of 30.
    expect(strength.precision).toBeGreaterThan(0.6);
    expect(influence.precision).toBeGreaterThan(0.6);
    // Two standard deviations of the null of 30 pairs, 1/√29.
    expect(Math.abs(without.correlation)).toBeLessThan(0.37);
  });
});

describe('38-redundancy', () => {
  it.each([2026, 1, 2])('carries z at the four ports that its copies pay, w nowhere, seed %d', async (seed) => {
    const { redundancy } = await correspondence('38-redundancy', seed);
    const rows = ['z', 'y', 'w'].map((name) => redundancy.find(({ variable }) => variable === name)!);
    console.log(
      `38-redundancy, seed ${seed}: ${rows.map(({ variable, sharing, first, last }) => `${variable} shared by ${sharing.length}, carried by ${first.length}, then ${last.join(' ')}`).join('; ')}`,
    );
    const [z, y, w] = rows;
    expect([z!.first, y!.first, w!.first]).toEqual([[], [], []]);
    expect(z!.last).toEqual(['H', 'I', 'J', 'K']);
    expect(y!.last).toEqual(expect.arrayContaining(['L', 'M']));
    expect(w!.last).toEqual([]);
    const none = (await correspondence('38-redundancy-null', seed)).redundancy;
    expect(none.filter(({ variable }) => ['y', 'z'].includes(variable)).map(({ last }) => last)).toEqual([[], []]);
  });
});

/** The share of lattices of parities, 5 rows and 4 columns under a border of 0, that pass nothing on: by naive draws. */
function shareClosed(draws: number): number {
  const stream = new Stream(rootKey(1), Purpose.prior, 0, 0);
  let closed = 0;
  for (let draw = 0; draw < draws; draw++) {
    // Which of the five bits each unit of a column is the parity of.
    let column = [1, 2, 4, 8, 16];
    for (let c = 0; c < 4; c++) {
      column = column.map((own, r) => {
        const reads = stream.nextWord() >>> 29;
        return (reads & 1 ? (column[r - 1] ?? 0) : 0) ^ (reads & 2 ? own : 0) ^ (reads & 4 ? (column[r + 1] ?? 0) : 0);
      });
    }
    if (column.every((parity) => parity === 0)) closed++;
  }
  return closed / draws;
}

describe('39-scarce-modules', () => {
  it('is dear to close and cheap to open, and with tables of mostly zeros the reverse', async () => {
    const names = [
      '39-scarce-modules',
      '39-scarce-modules-open',
      '39-scarce-modules-null',
      '39-scarce-modules-null-open',
    ];
    const needed: { bits: number; standardError: number }[] = [];
    for (const name of names) {
      const { onProgress: _, ...options } = runOptions(read(name), folder, { workers, evaluator: 'wasm' });
      const { bits, standardError } = (await runPressure(options)).summary!.needed;
      console.log(`${name}: ${bits!.toFixed(3)} ± ${standardError!.toFixed(3)} bits`);
      needed.push({ bits: bits!, standardError: standardError! });
    }
    const draws = 400_000;
    const share = shareClosed(draws);
    const naive = [-Math.log2(share), -Math.log2(1 - share)];
    console.log(`naive draws: ${naive.map((bits) => bits.toFixed(4)).join(' bits to close and ')} to open`);
    const error = Math.sqrt((1 - share) / (share * draws)) / Math.LN2;
    expect(Math.abs(needed[0]!.bits - naive[0]!)).toBeLessThan(4 * Math.hypot(needed[0]!.standardError, error));
    expect(Math.abs(needed[1]!.bits - naive[1]!)).toBeLessThan(4 * Math.hypot(needed[1]!.standardError, error));
    expect(needed[0]!.bits).toBeGreaterThan(10 * needed[1]!.bits);
    expect(needed[3]!.bits).toBeGreaterThan(10 * needed[2]!.bits);
  });
});
