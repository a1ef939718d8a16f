import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { readBundle } from '../../src/store/bundle/read-bundle.js';
import { loadSweep } from '../../src/sweep/design/load.js';
import { layout } from '../../src/sweep/layout.js';
import { openSweep } from '../../src/sweep/open-sweep.js';

const RUNS = 500;
const THREADS = 2;
const SCENARIO = fileURLToPath(new URL('../../scenarios/00-smoke.yaml', import.meta.url));

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
interface Timed {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly mebibytes?: number;
}

const runScript = async (name: string, given: readonly string[]): Promise<Timed> =>
  JSON.parse((await promisify(execFile)(process.execPath, [script(name), ...given])).stdout);

it(`${RUNS} small runs on ${THREADS} threads take less than 100 ms each beyond the runs themselves`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'scarce-overhead-'));
  try {
    const file = join(folder, 'sweep.yaml');
    writeFileSync(file, `name: many\nscenario: ${SCENARIO}\nreplicates: ${RUNS}\n`);
    const sweep = await loadSweep({ file });
    const directory = await openSweep(sweep, folder);
    const seeds = sweep.points.map(({ seed }) => seed);
    const half = Math.ceil(RUNS / THREADS);
    const alone = await Promise.all(
      Array.from({ length: THREADS }, (_, t) =>
        runScript('plain-runs.mjs', [SCENARIO, ...seeds.slice(t * half, (t + 1) * half)]),
      ),
    );
    const session = await runScript('timed-session.mjs', [directory, String(THREADS)]);
    const elapsed = sweep.points.map(({ id }) => {
      const { start, end } = readBundle(layout.done(directory, id)).parts[0]!.manifest;
      return Date.parse(end!) - Date.parse(start);
    });
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const wallAlone = Math.max(...alone.map(({ wallMs }) => wallMs));
    const cpuAlone = alone.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
    const perRun = (ms: number): number => (THREADS * ms) / RUNS;
    const bytes = sweep.points.map(({ id }) => statSync(layout.done(directory, id)).size);
    const figures = {
      'thread time of a run by evolve alone, ms': perRun(wallAlone),
      'thread time of a run in the sweep, ms': perRun(session.wallMs),
      'overhead over evolve alone, ms': perRun(session.wallMs - wallAlone),
      'overhead over the time from start to end in the manifests, ms': perRun(session.wallMs) - mean(elapsed),
      'processor time: alone, ms': cpuAlone / RUNS,
      'processor time: in the sweep, ms': session.cpuMs / RUNS,
      'bytes of a finished run': mean(bytes),
      'peak memory of the process, MiB': session.mebibytes,
    };
    console.log(figures);
    expect(
      readdirSync(layout.works(directory), { recursive: true, withFileTypes: true }).filter((e) => e.isFile()),
    ).toEqual([]);
    expect(figures['overhead over evolve alone, ms']).toBeLessThan(100);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
