import { constants } from 'node:buffer';
import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createEngine, drawBlueprint } from '../../src/run/engine.js';
import { evolve } from '../../src/run/evolve.js';
import { runScenario } from '../../src/run/run.js';
import { bundleRun } from '../../src/store/bundle/bundle-run.js';
import { readBundle } from '../../src/store/bundle/read-bundle.js';
import { publishBundle } from '../../src/store/bundle/write-bundle.js';
import { foldedFile, readFoldedTables, writeFolded } from '../../src/store/folded/folded.js';
import { runOptions, temporaryFolder } from '../run/scenario-text.js';
import { manifestOf, tableOf } from '../store/fixtures.js';

const folder = temporaryFolder();
const SMOKE = readFileSync('scenarios/00-smoke.yaml', 'utf8');

it('a table that is longer than any string is folded and read back', () => {
  const rows = 150_000;
  const genome = Array.from({ length: rows }, (_, row) => `${row}${'01234567'.repeat(512)}`);
  const table = tableOf('champions', ['row', 'integer', genome.map((_, row) => row)], ['genome', 'text', genome]);
  const characters = genome.reduce((sum, text) => sum + text.length, 0);
  expect(characters).toBeGreaterThan(constants.MAX_STRING_LENGTH);
  const directory = join(folder, 'large');
  mkdirSync(directory);
  writeFolded(directory, manifestOf([table]), [table]);
  const [read] = readFoldedTables(directory, [table.spec]);
  expect(read!.columns[0]).toHaveLength(rows);
  for (let row = 0; row < rows; row++) {
    if (read!.columns[1]![row] !== genome[row] || read!.columns[0]![row] !== row) throw new Error(`row ${row} differs`);
  }
  const { size } = statSync(foldedFile(directory));
  console.log(`${characters} characters: a file of ${(size / 2 ** 20).toFixed(1)} MiB`);
});

it('a small run that is folded and published costs little more than its generations', async () => {
  const runs = 100;
  const ms = { alone: 0, run: 0, publish: 0, read: 0 };
  const clocked = async <T>(what: keyof typeof ms, work: () => T | Promise<T>): Promise<T> => {
    const start = performance.now();
    const result = await work();
    ms[what] += performance.now() - start;
    return result;
  };
  for (let run = -10; run < runs; run++) {
    // The first ones warm the compiler up.
    if (run === 0) Object.assign(ms, { alone: 0, run: 0, publish: 0, read: 0 });
    const options = {
      ...runOptions(SMOKE, join(folder, 'out'), { overrides: [`seed=${run + 11}`] }),
      ...({ form: 'folded', resume: true, evaluator: 'wasm' } as const),
    };
    const alone = await clocked('alone', async () => {
      const engine = createEngine(drawBlueprint(options.scenario), 0, 'wasm');
      const { generation } = await evolve(engine);
      await engine.close();
      return generation;
    });
    const { directory, generation, digest } = await clocked('run', () => runScenario(options));
    expect(generation).toBe(alone);
    const file = join(folder, 'done', `${run}.jsonl.gz`);
    expect(await clocked('publish', () => publishBundle(bundleRun(directory, 'an id'), file))).toBe(true);
    expect((await clocked('read', () => readBundle(file))).parts[0]!.manifest.digest).toBe(digest);
  }
  rmSync(join(folder, 'done'), { recursive: true });
  const each = Object.entries(ms).map(([what, sum]) => `${what} ${(sum / runs).toFixed(2)} ms`);
  console.log(`00-smoke, one thread, each of ${runs}: ${each.join(', ')}`);
  // The bound for a run of a sweep, on a machine that others may use too.
  expect((ms.run - ms.alone + ms.publish) / runs).toBeLessThan(100);
});
