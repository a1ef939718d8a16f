import { existsSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Purpose, rootKey, Stream } from '../../src/base/streams.js';
import { checkpointInterval, findCheckpoint, scheduleCheckpoints } from '../../src/run/checkpoints.js';
import { runScenario } from '../../src/run/run.js';
import { readLog } from '../../src/store/log.js';
import { ANALOG_SCENARIO } from './analog-text.js';
import { killAt } from './kill-at.js';
import { runOptions, runText, SMALL_SCENARIO, temporaryFolder } from './scenario-text.js';

const folder = temporaryFolder();
const CHECKPOINT_EVERY = 5;
const LONG = ['stop.generations=120', 'population.size=200'];

describe('a run killed with SIGKILL and resumed', () => {
  it('ends with the digest of one that was never interrupted, doing at most one checkpoint interval again', async () => {
    const untouched = await runText(SMALL_SCENARIO, join(folder, 'untouched'), { overrides: LONG, workers: 2 });
    const options = runOptions(SMALL_SCENARIO, join(folder, 'killed'), {
      overrides: LONG,
      workers: 2,
      checkpointEvery: CHECKPOINT_EVERY,
    });
    const moments = new Stream(rootKey('moments'), Purpose.parents, 0, 0);
    let reached = 0;
    const progressFile = join(folder, 'progress.txt');
    for (let kill = 0; kill < 4; kill++) {
      const target = reached + 8 + moments.nextBelow(15);
      const before = reached;
      reached = await killAt({ ...options, resume: kill > 0 }, target, progressFile);
      expect(reached).toBeGreaterThanOrEqual(target);
      if (kill === 0) continue;
      const resumedAt = resumptions(untouched.directory.replace('untouched', 'killed')).at(-1)!;
      expect(resumedAt).toBeGreaterThan(0);
      expect(before - resumedAt).toBeLessThanOrEqual(CHECKPOINT_EVERY);
    }
    const finished = await runScenario({ ...options, resume: true });
    expect(resumptions(finished.directory).length).toBe(4);
    expect(finished.digest).toBe(untouched.digest);
  });

  it('uses the checkpoint before a damaged one, and says which is damaged', async () => {
    const out = join(folder, 'damaged');
    const options = runOptions(SMALL_SCENARIO, out, { overrides: LONG, workers: 0, checkpointEvery: CHECKPOINT_EVERY });
    const untouched = await runText(SMALL_SCENARIO, join(folder, 'untouched'), { overrides: LONG, workers: 2 });
    await killAt(options, 22, join(folder, 'progress-damaged.txt'));
    const directory = untouched.directory.replace('untouched', 'damaged');
    const checkpoints = join(directory, 'checkpoint');
    const [older, newest] = readdirSync(checkpoints).sort() as [string, string];
    truncateSync(join(checkpoints, newest), 1000);
    const notes: string[] = [];
    const resumed = await runScenario({ ...options, resume: true, onWarning: (note) => notes.push(note) });
    expect(notes[0]).toContain(newest);
    expect(readLog(directory).find(({ event }) => event === 'checkpoint not used')?.fault).toContain(newest);
    expect(resumptions(directory)).toEqual([Number.parseInt(older, 10)]);
    expect(resumed.digest).toBe(untouched.digest);
  });

  it('starts at generation 0, and says so, where no checkpoint can be used', async () => {
    const out = join(folder, 'all-damaged');
    const options = runOptions(SMALL_SCENARIO, out, { overrides: LONG, checkpointEvery: CHECKPOINT_EVERY });
    const untouched = await runText(SMALL_SCENARIO, join(folder, 'untouched'), { overrides: LONG, workers: 2 });
    await killAt(options, 12, join(folder, 'progress-all.txt'));
    const checkpoints = join(untouched.directory.replace('untouched', 'all-damaged'), 'checkpoint');
    for (const file of readdirSync(checkpoints)) writeFileSync(join(checkpoints, file), 'nonsense');
    const notes: string[] = [];
    const resumed = await runScenario({ ...options, resume: true, onWarning: (note) => notes.push(note) });
    expect(notes.join('\n')).toContain('starting at generation 0');
    expect(resumed.digest).toBe(untouched.digest);
  });

  it('is not begun anew without --resume', async () => {
    const out = join(folder, 'unfinished');
    const options = runOptions(SMALL_SCENARIO, out, { overrides: LONG, checkpointEvery: CHECKPOINT_EVERY });
    await killAt(options, 7, join(folder, 'progress-unfinished.txt'));
    await expect(runScenario(options)).rejects.toThrow(/unfinished run .*--resume/);
  });
});

describe('the time between two checkpoints', () => {
  it('is ten seconds, or ten times what the last one took where that is more', () => {
    expect([0, 40, 1000, 2500].map((lastSaveMs) => checkpointInterval(lastSaveMs))).toEqual([
      10_000, 10_000, 10_000, 25_000,
    ]);
    expect([0, 40, 1000].map((lastSaveMs) => checkpointInterval(lastSaveMs, 0.5))).toEqual([500, 500, 10_000]);
  });
});

describe('a checkpoint', () => {
  const place = (generation: number): string => `generation ${generation}`;

  it.each(['lut', 'analog'] as const)('of %s units is one of the device where that computes what differs', (kind) => {
    const directory = join(folder, `checkpoint-${kind}`);
    const text = kind === 'analog' ? ANALOG_SCENARIO : SMALL_SCENARIO;
    const options = { ...runOptions(text, folder), where: 'this device' };
    scheduleCheckpoints<number[]>(options, directory, () => 40).saveLast(3, () => [1, 2]);
    expect(findCheckpoint(options, { directory, place })).toEqual({ position: 3, state: [1, 2], elapsedMs: 40 });
    const notes: string[] = [];
    const elsewhere = { ...options, where: 'another device', onWarning: (note: string) => notes.push(note) };
    const found = findCheckpoint(elsewhere, { directory, place });
    expect(found?.position).toBe(kind === 'lut' ? 3 : undefined);
    expect(notes.join()).toMatch(kind === 'lut' ? /^$/ : /this device.*starting at generation 0/);
  });
});

describe('an interrupted run', () => {
  it('saves a checkpoint and goes on from it', async () => {
    const untouched = await runText(SMALL_SCENARIO, join(folder, 'untouched'), { overrides: LONG, workers: 2 });
    const interruption = new AbortController();
    const options = runOptions(SMALL_SCENARIO, join(folder, 'interrupted'), { overrides: LONG });
    const stopped = await runScenario({
      ...options,
      interrupted: interruption.signal,
      onProgress: ({ generation }) => generation === 17 && interruption.abort(),
    });
    expect(stopped).toMatchObject({ status: 'stopped', generation: 17, digest: null });
    const finished = await runScenario({ ...options, resume: true });
    expect(resumptions(finished.directory)).toEqual([17]);
    expect(finished.digest).toBe(untouched.digest);
    expect(existsSync(join(finished.directory, 'checkpoint'))).toBe(false);
  });
});

function resumptions(directory: string): number[] {
  return readLog(directory)
    .filter((entry) => entry.event === 'resumed')
    .map((entry) => entry.resumed_at as number);
}
