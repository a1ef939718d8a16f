// A run, a pressure curve and a verification in one process, folded, and whether DuckDB came into it: node … OUT
import { readFileSync } from 'node:fs';
import { runPressure } from '../../dist/src/run/pressure/pressure.js';
import { runScenario } from '../../dist/src/run/run.js';
import { verifyRun } from '../../dist/src/run/verify.js';
import { loadScenario } from '../../dist/src/scenario/load.js';

const file = 'scenarios/00-smoke.yaml';
const text = readFileSync(file, 'utf8');
const overrides = ['pressure={until: {bits: 2}, particles: 20, moves: 2, repeats: 2}', 'stop.generations=1'];
const { scenario, hash } = loadScenario({ file, text, overrides });
const options = {
  ...{ scenario, hash, text, out: process.argv[2], workers: 0, evaluator: 'wasm', resume: true, form: 'folded' },
  packageVersion: '0.0.0',
};
const { directory } = await runScenario(options);
const { summary } = await runPressure(options);
const { status } = await verifyRun(directory, { storedOnly: false, workers: 0, packageVersion: '0.0.0' });
const { sharedObjects } = process.report.getReport();
process.stdout.write(
  JSON.stringify({
    status,
    compared: summary.comparison.run !== null,
    duckdb: sharedObjects.some((name) => /duckdb/i.test(name)),
  }),
);
