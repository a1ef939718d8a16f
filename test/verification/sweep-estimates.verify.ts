import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { processorMs } from '../../src/base/processor-clock.js';
import { drawBlueprint } from '../../src/run/engine.js';
import { estimateOpen } from '../../src/run/estimate.js';
import { pressureContext } from '../../src/run/pressure/compute.js';
import { estimateCurve } from '../../src/run/pressure/estimate.js';
import { runPressure } from '../../src/run/pressure/pressure.js';
import { runScenario } from '../../src/run/run.js';
import { loadScenario } from '../../src/scenario/load.js';

const FILES = ['20-length-02', '20-length-08', '31-tie-dial', '33-bottleneck', '36-driver'];

/** What a dry run of a sweep says of one run and one curve, beside what they take, in processor time. */
it('a dry run tells the time of runs and of pressure curves to within a factor of two', async () => {
  const out = mkdtempSync(join(tmpdir(), 'scarce-'));
  const rows: string[] = [];
  const ratios: number[] = [];
  for (const name of FILES) {
    const file = `scenarios/${name}.yaml`;
    const text = readFileSync(file, 'utf8');
    const { scenario, hash } = loadScenario({ text, file });
    const options = { scenario, hash, text, out, workers: 0, evaluator: 'wasm', resume: true, form: 'folded' as const };
    const evaluation = { name: 'wasm', device: undefined };
    const told = {
      // The second time, as a dry run does: the first compiles.
      run: [0, 1].map(() => estimateOpen(evaluation, drawBlueprint(scenario), 0, { calibrationMs: 40 }).seconds)[1]!,
      pressure: [0, 1].map(() => estimateCurve(pressureContext(scenario, 'wasm'), 250).seconds)[1]!,
    };
    for (const [command, work] of [
      ['run', () => runScenario({ ...options, packageVersion: '0' })],
      ['pressure', () => runPressure({ ...options, packageVersion: '0' })],
    ] as const) {
      const before = processorMs();
      await work();
      const took = (processorMs() - before) / 1000;
      const ratio = told[command] / took;
      ratios.push(ratio);
      rows.push(
        `${name} ${command}: told ${told[command].toFixed(2)} s, took ${took.toFixed(2)} s, ratio ${ratio.toFixed(2)}`,
      );
    }
  }
  rmSync(out, { recursive: true, force: true });
  console.log(rows.join('\n'));
  for (const ratio of ratios) {
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  }
});
