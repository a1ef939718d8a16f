import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { runPressure } from '../../src/run/pressure/pressure.js';
import type { PressureSummary } from '../../src/run/pressure/summary.js';
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

const shown = (mean: number, error: number): string => `${mean.toFixed(4)} ± ${error.toFixed(4)}`;

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
