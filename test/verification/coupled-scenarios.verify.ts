import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { runPressure } from '../../src/run/pressure/pressure.js';
import type { PressureSummary } from '../../src/run/pressure/summary.js';
import { queryTables } from '../../src/store/query.js';
import { runOptions, runText, temporaryFolder } from '../run/scenario-text.js';

const folder = temporaryFolder();
const workers = availableParallelism();
const read = (name: string): string => readFileSync(`scenarios/${name}.yaml`, 'utf8');

const evolve = async (name: string, overrides: string[] = []) =>
  runText(read(name), folder, { overrides, workers, evaluator: 'wasm' });

async function curveOf(name: string): Promise<PressureSummary> {
  const { onProgress: _, ...options } = runOptions(read(name), folder, { workers, evaluator: 'wasm' });
  return (await runPressure(options)).summary!;
}

/** The point of a curve where the mean of a channel is largest. */
function largest({ followed, curve }: PressureSummary, channel: string): { mean: number; error: number } {
  const at = followed.findIndex((one) => one.channel === channel);
  const points = curve.map(({ means, meanErrors }) => ({ mean: means[at]!, error: meanErrors[at]! }));
  return points.reduce((a, b) => (b.mean > a.mean ? b : a));
}

const shown = (mean: number, error: number): string => `${mean.toFixed(4)} ± ${error.toFixed(4)}`;

describe('43-mutation-free', () => {
  it('keeps every channel below the largest mean of its curve in every generation (Theorem 1)', async () => {
    const curve = await curveOf('43-mutation-free');
    const { directory } = await evolve('43-mutation-free');
    const { rows } = await queryTables(
      directory,
      `SELECT channel, generation, avg(mean), stddev(mean) / sqrt(count(*)) FROM channels
       WHERE rewarded IS NULL GROUP BY ALL ORDER BY ALL`,
    );
    expect(rows.length).toBe(3 * 11);
    for (const channel of ['bystander', 'intruder', 'spill']) {
      const bound = largest(curve, channel);
      const course = (rows as [string, number, number, number][]).filter(([name]) => name === channel);
      const text = course.map(([, generation, mean, error]) => `${generation}: ${shown(mean, error)}`).join(', ');
      console.log(`${channel}: at most ${shown(bound.mean, bound.error)} on the curve; in the run ${text}`);
      // Four standard errors of islands and of the curve; the largest of some twenty means is itself a little too large.
      for (const [, , mean, error] of course)
        expect(mean).toBeLessThan(bound.mean + 4 * Math.hypot(error, bound.error));
    }
  });
});

describe('34-hostage-border', () => {
  it('hides its payload from strength in at least one of ten populations, and from influence in none', async () => {
    const overrides = ['population={size: 1000, islands: 1}', 'measure.every=100'];
    const found: { strength: number; influence: number }[] = [];
    for (let seed = 1; seed <= 10; seed++) {
      const { summary } = await evolve('34-hostage-border', [...overrides, `seed=${seed}`]);
      const payload = summary!.channels.find(({ channel }) => channel === 'payload')!;
      found.push({ strength: payload.last.mean, influence: payload.influence!.mean });
    }
    const rows = found.map(({ strength, influence }) => `${strength.toFixed(3)} (${influence.toFixed(3)})`);
    console.log(`34-hostage-border, seeds 1 to 10, strength (influence): ${rows.join(', ')}`);
    expect(found.some(({ strength }) => strength < 0.1)).toBe(true);
    for (const { influence } of found) expect(influence).toBeGreaterThan(0.5);
  });
});

describe('40-emergent-sentinel', () => {
  it('ends in deployment where the prior says, far above its start, and falls in training; its null stays down', async () => {
    const curve = await curveOf('40-emergent-sentinel');
    const { summary } = await evolve('40-emergent-sentinel');
    const payload = (context: string) =>
      summary!.channels.find(({ channel, context: its }) => channel === 'payload' && its === context)!;
    const predicted = curve.followed.find(({ channel, context }) => channel === 'payload' && context === 'deployment')!
      .last!;
    const { first, last } = payload('deployment');
    console.log(
      `payload in deployment: ${shown(first.mean, first.standardError!)} at 0, ${shown(last.mean, last.standardError!)}` +
        ` at the end; from the prior ${shown(predicted.mean, predicted.standardError!)}`,
    );
    expect(last.mean - first.mean).toBeGreaterThan(3 * Math.hypot(last.standardError!, first.standardError!));
    expect(Math.abs(last.mean - predicted.mean)).toBeLessThan(
      3 * Math.hypot(last.standardError!, predicted.standardError!),
    );
    const training = payload('training');
    expect(training.last.mean).toBeLessThan(training.first.mean / 2);
    const { summary: none } = await evolve('40-emergent-sentinel-null');
    for (const { channel, first: at0, last: end } of none!.channels) {
      if (channel === 'payload') expect(end.mean).toBeLessThan(at0.mean / 2);
    }
  });
});
