import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { mean, standardError } from '../../src/base/statistics.js';
import { runPressure } from '../../src/run/pressure/pressure.js';
import type { PressureSummary } from '../../src/run/pressure/summary.js';
import type { Summary } from '../../src/run/results/summary.js';
import { queryTables } from '../../src/store/query.js';
import { runOptions, runText, temporaryFolder } from '../run/scenario-text.js';

const folder = temporaryFolder();
const fast = { workers: availableParallelism(), evaluator: 'wasm' };
const read = (file: string): string => readFileSync(`scenarios/${file}`, 'utf8');

async function evolve(file: string): Promise<{ summary: Summary; directory: string }> {
  const { summary, directory } = await runText(read(file), folder, fast);
  return { summary: summary!, directory };
}

async function pressure(file: string, overrides: string[] = []): Promise<PressureSummary> {
  const { onProgress: _, ...options } = runOptions(read(file), folder, { overrides });
  return (await runPressure({ ...options, ...fast })).summary!;
}

const show = (value: number, error: number | null): string => `${value.toFixed(3)} ± ${error?.toFixed(3)}`;

describe('21-neutral', () => {
  it('spends nothing, and neither holds nor earns anything', async () => {
    const { summary } = await evolve('21-neutral.yaml');
    const { comparison } = await pressure('21-neutral.yaml');
    expect(summary.bitsSpent).toEqual({ mean: 0, standardError: 0 });
    expect(summary.bitsJoint).toEqual({ mean: 0, standardError: 0 });
    expect(summary.bitsDescent).toEqual({ mean: 0, standardError: 0 });
    expect(summary.channels.map(({ selection }) => selection.bits)).toEqual([{ mean: 0, standardError: 0 }]);
    const { held, earned } = comparison.row;
    if (held.bits === null || earned.bits === null) throw new Error('not defined');
    console.log(
      `21-neutral: held ${show(held.bits, held.standardError)}, earned ${show(earned.bits, earned.standardError)}`,
    );
    // Three standard errors, from 16 islands.
    expect(Math.abs(held.bits)).toBeLessThan(3 * held.standardError!);
    expect(Math.abs(earned.bits)).toBeLessThan(3 * earned.standardError!);
  });
});

describe('23-bystander', () => {
  it('has bits within the chance level and scatter, and is not carried along by pressure', async () => {
    const { summary } = await evolve('23-bystander.yaml');
    const bystander = summary.channels.find(({ channel }) => channel === 'bystander')!;
    const { bits, chance } = bystander.selection;
    console.log(
      `23-bystander: ${show(bits.mean, bits.standardError)} bits at a chance level of ${chance.toFixed(1)}; strength ` +
        `${show(bystander.first.mean, bystander.first.standardError)} to ${show(bystander.last.mean, bystander.last.standardError)}`,
    );
    expect(Math.abs(bits.mean)).toBeLessThan(chance + 3 * bits.standardError!);
    const { followed } = await pressure('23-bystander.yaml');
    const along = followed.find(({ channel }) => channel === 'bystander')!;
    const rise = along.last!.mean - along.first!.mean;
    const error = Math.hypot(along.last!.standardError!, along.first!.standardError!);
    console.log(`23-bystander: pressure on the other raises it by ${rise.toFixed(5)} ± ${error.toFixed(5)} bits`);
    expect(Math.abs(rise)).toBeLessThan(4 * error);
  });
});

describe('20-length', () => {
  it('needs more bits for more columns, by about 1.6 for each', async () => {
    const needed = new Map<number, number>();
    for (const columns of [4, 8, 12, 16]) {
      const { needed: found } = await pressure(`20-length-${String(columns).padStart(2, '0')}.yaml`, [
        'pressure.repeats=8',
      ]);
      expect(found).toMatchObject({ status: 'reached', trusted: true, reached: 8 });
      needed.set(columns, found.bits);
      console.log(`20-length: ${columns} columns need ${show(found.bits, found.standardError)} bits`);
    }
    const slopes = [8, 12, 16].map((columns) => (needed.get(columns)! - needed.get(columns - 4)!) / 4);
    // Each difference has an error of about 0.15 bits over four columns; the slopes themselves fall from 1.7 to 1.55.
    for (const slope of slopes) {
      expect(slope).toBeGreaterThan(1.4);
      expect(slope).toBeLessThan(1.85);
    }
  });

  it('costs less where all units express one locus, and more where units are noisy', async () => {
    const repeats = ['pressure.repeats=8'];
    const bits = async (file: string) => (await pressure(file, repeats)).needed.bits;
    const alone = await bits('20-length-08.yaml');
    const shared = await bits('20-length-08-shared.yaml');
    const noisy = await bits('20-length-08-noisy.yaml');
    console.log(`20-length-08: ${alone.toFixed(2)} bits, shared ${shared.toFixed(2)}, noisy ${noisy.toFixed(2)}`);
    expect(shared).toBeLessThan(alone - 10);
    expect(noisy).toBeGreaterThan(alone + 5);
  });
});

describe('24-forgetting', () => {
  it('loses the channel once nothing is selected, without drift or selection to blame', async () => {
    const { directory } = await evolve('24-forgetting.yaml');
    const ask = async (sql: string): Promise<number[]> =>
      (await queryTables(directory, sql)).rows.map(([value]) => value as number);
    const at = (generation: number) => ask(`SELECT mean FROM channels WHERE generation = ${generation}`);
    const [open, half, end] = [await at(100), await at(120), await at(300)];
    const spent = await ask('SELECT sum(bits_spent) + sum(abs(bits_joint)) FROM generations WHERE generation > 100');
    const drift = await ask('SELECT sum(drift) FROM channels WHERE generation > 100 GROUP BY island ORDER BY island');
    console.log(
      `24-forgetting: ${mean(open).toFixed(3)} bits at 100, ${mean(half).toFixed(3)} at 120, ${mean(end).toFixed(4)} at 300; ` +
        `drift ${show(mean(drift), standardError(drift))}`,
    );
    expect(mean(open)).toBeGreaterThan(0.9);
    expect(mean(half)).toBeLessThan(mean(open) / 2);
    expect(mean(end)).toBeLessThan(0.05);
    expect(spent).toEqual([0]);
    expect(Math.abs(mean(drift))).toBeLessThan(3 * standardError(drift));
  });
});
