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

/** As a dry run does before it tries points: code that has never run is slow. */
function warm<T>(work: () => T): T {
  const used = processorMs();
  let last = work();
  while (processorMs() - used < 300) last = work();
  return last;
}

/** What a dry run of a sweep says of one run and one curve, beside what they take, in processor time. */
it('a dry run tells the time of runs and of pressure curves to within a factor of two', async () => {
  const out = mkdtempSync(join(tmpdir(), 'scarce-'));
  const ratios: { readonly ratio: number; readonly atMost: boolean }[] = [];
  for (const name of FILES) {
    const file = `scenarios/${name}.yaml`;
    const text = readFileSync(file, 'utf8');
    const { scenario, hash } = loadScenario({ text, file });
    const options = { scenario, hash, text, out, workers: 0, evaluator: 'wasm', resume: true, form: 'folded' as const };
    const evaluation = { name: 'wasm', device: undefined };
    const run = warm(() => estimateOpen(evaluation, drawBlueprint(scenario), 0, { calibrationMs: 40 }));
    const pressure = warm(() => estimateCurve(pressureContext(scenario, 'wasm'), 2000));
    for (const [command, { seconds: told }, atMost, work] of [
      ['run', run, false, () => runScenario({ ...options, packageVersion: '0' })],
      ['pressure', pressure, pressure.atMost, () => runPressure({ ...options, packageVersion: '0' })],
    ] as const) {
      const before = processorMs();
      await work();
      const took = (processorMs() - before) / 1000;
      ratios.push({ ratio: told / took, atMost });
      const said = `${atMost ? 'at most ' : ''}${told.toFixed(2)} s`;
      console.log(`${name} ${command}: told ${said}, took ${took.toFixed(2)} s, ratio ${(told / took).toFixed(2)}`);
    }
  }
  rmSync(out, { recursive: true, force: true });
  for (const { ratio, atMost } of ratios) {
    expect(ratio).toBeGreaterThan(0.5);
    if (!atMost) expect(ratio).toBeLessThan(2);
  }
});
