import { spawn } from 'node:child_process';
import { readdirSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { computeCurve, pressureContext } from '../../../src/run/pressure/compute.js';
import { pressureThreads } from '../../../src/run/pressure/pool.js';
import { type PressureOptions, runPressure } from '../../../src/run/pressure/pressure.js';
import { digestOf } from '../../../src/run/results/digest-of.js';
import { readLog } from '../../../src/store/log.js';
import { temporaryFolder } from '../scenario-text.js';
import { pressureOptions, smallPressure } from './small-pressure.js';

const folder = temporaryFolder();

/** Levels of all repeats at which a curve was resumed. */
function resumptions(directory: string): number[] {
  return readLog(join(directory, 'pressure')).flatMap(({ event, resumed_at }) =>
    event === 'resumed' && resumed_at !== undefined ? [resumed_at as number] : [],
  );
}

/** Computes in a process of its own and kills it once it has so many levels. */
async function killAt(options: PressureOptions, levels: number): Promise<void> {
  const script = fileURLToPath(new URL('killed-pressure.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (data: Buffer) => {
      if (Number(data.toString().trim().split('\n').at(-1)) >= levels) child.kill('SIGKILL');
    });
    child.on('exit', () => resolve());
  });
}

describe('an interrupted pressure curve', () => {
  it('ends with the digest of one that was never interrupted, killed twice and resumed', async () => {
    const overrides = ['pressure.until.bits=12', 'pressure.particles=200', 'pressure.moves=20'];
    const untouched = await smallPressure(join(folder, 'untouched'), { overrides, workers: 2 });
    const out = join(folder, 'killed');
    const options = pressureOptions(out, { overrides, workers: 2, checkpointEvery: 2 });
    await killAt(options, 6);
    await expect(runPressure(options)).rejects.toThrow(/holds an unfinished pressure curve .*add --resume/);
    await killAt({ ...options, resume: true }, 16);
    const finished = await runPressure({ ...options, resume: true });
    expect(finished.digest).toBe(untouched.digest);
    const [first, second] = resumptions(finished.directory);
    expect(first).toBeGreaterThanOrEqual(4);
    expect(second).toBeGreaterThanOrEqual(14);
  });

  it('stops at the signal with a checkpoint, and uses the one before where the newest is damaged', async () => {
    const untouched = await smallPressure(join(folder, 'untouched-2'));
    const interruption = new AbortController();
    const options = pressureOptions(join(folder, 'stopped'), { checkpointEvery: 3 });
    const stopped = await runPressure({
      ...options,
      interrupted: interruption.signal,
      onProgress: ({ levels }) => levels === 7 && interruption.abort(),
    });
    expect(stopped).toMatchObject({ status: 'stopped', levels: 7, digest: null, summary: null });
    const checkpoints = join(stopped.directory, 'pressure', 'checkpoint');
    const [before, newest] = readdirSync(checkpoints).sort();
    expect([before, newest].map((name) => Number.parseInt(name!, 10))).toEqual([6, 7]);
    truncateSync(join(checkpoints, newest!), 100);
    const warnings: string[] = [];
    const finished = await runPressure({ ...options, resume: true, onWarning: (text) => warnings.push(text) });
    expect(warnings).toEqual([expect.stringMatching(/checkpoint not used: .*7\.ckpt: cut short|checksum/)]);
    expect(resumptions(finished.directory)).toEqual([6]);
    expect(finished.digest).toBe(untouched.digest);
  });

  it('starts from the prior where there is nothing to resume', async () => {
    const notes: string[] = [];
    const { digest } = await smallPressure(join(folder, 'nothing'), {
      resume: true,
      onStart: (text) => notes.push(text),
    });
    expect(notes).toEqual([expect.stringContaining('starting at level 0 of all repeats')]);
    expect(digest).toBe((await smallPressure(join(folder, 'plainly'))).digest);
  });
});

describe('a worker that dies', () => {
  it('is replaced, its level is done again, and the curve is the same', async () => {
    const { scenario } = pressureOptions(folder);
    const context = pressureContext(scenario, 'reference');
    const expected = digestOf((await computeCurve(context, { workers: 0 }))!.tables).digest;
    let tasks = 0;
    const curve = await computeCurve(context, {
      workers: 2,
      createPool(given, workers) {
        const pool = pressureThreads(given, workers);
        return {
          ...{ lanes: pool.lanes, enumerate: (task) => pool.enumerate(task), close: () => pool.close() },
          async run(task) {
            const done = pool.run(task);
            if (tasks++ % 5 === 2) await pool.threads[0]!.terminate();
            return done;
          },
        };
      },
    });
    expect(digestOf(curve!.tables).digest).toBe(expected);
    expect(tasks).toBeGreaterThan(10);
  });
});
