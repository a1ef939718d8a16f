import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { DeviceError } from '../../src/base/errors.js';
import { packNames } from '../../src/store/pack/contents.js';
import { layout } from '../../src/sweep/layout.js';
import { mergeSweep } from '../../src/sweep/merge/merge-sweep.js';
import { errorOf, freshFolder, onFileSystem } from '../store/fixtures.js';
import { bundlesOf, contentOf, mergedIn, rowsOf } from '../sweep/merged-sweeps.js';
import { finishPoints, syntheticDirectory, syntheticSweep } from '../sweep/synthetic-sweep.js';

const folder = freshFolder();
const timeless = (content: Record<string, string>): Record<string, string> => ({ ...content, 'costs.parquet': '' });

describe('merged tables', () => {
  it('are those of an undisturbed merge after merges that were killed at any moment', async () => {
    // A killed process's lease is taken over after a second.
    const sweep = syntheticSweep(2000, { lease: { beat: 0.2, stale: 1 } });
    const whole = join(folder(), 'whole');
    await mergedIn(whole, sweep, [sweep.points]);
    const directory = join(folder(), 'killed');
    syntheticDirectory(directory);
    const file = join(folder(), 'sweep.json');
    writeFileSync(file, JSON.stringify(sweep));

    const packsAtDeath: number[] = [];
    let ended = 0;
    const share = sweep.points.length / 20;
    for (let kill = 0; kill < 20; kill++) {
      finishPoints(directory, bundlesOf(sweep.points.slice(kill * share, (kill + 1) * share)));
      const child = spawn(process.execPath, ['test/sweep/merge-process.mjs', file, directory, 'SELECT 1']);
      const exit = once(child, 'exit');
      // From before the program has loaded to after it has merged: 0.1 s to 3.9 s, in an order that mixes both.
      await Promise.race([setTimeout(100 + ((kill * 7) % 20) * 200), exit]);
      if (child.exitCode === null) child.kill('SIGKILL');
      else ended++;
      await exit;
      packsAtDeath.push(packNames(layout.packs(directory)).length);
    }
    const merged = await mergeSweep(sweep, directory);
    console.log(
      `20 merges, ${ended} of them not killed; packs after each: ${packsAtDeath.join(' ')}; the last packed ${merged.packed}`,
    );
    expect(merged).toMatchObject({ finished: 2000, notes: [] });
    expect(timeless(await contentOf(directory))).toEqual(timeless(await contentOf(whole)));
    expect(await rowsOf(directory, 'SELECT count(*)::INTEGER, count(DISTINCT id)::INTEGER FROM runs')).toEqual([
      [2000, 2000],
    ]);
    const left = readdirSync(directory, { recursive: true }).map(String);
    expect(left.filter((name) => /partial|removed|spill|\.gz$/.test(name) && !name.endsWith('index.jsonl.gz'))).toEqual(
      [],
    );
  });

  it('count a run once that two processes packed', async () => {
    const sweep = syntheticSweep(9);
    const [one, other] = [join(folder(), 'one'), join(folder(), 'other')];
    await mergedIn(one, sweep, [sweep.points.slice(0, 6)]);
    await mergedIn(other, sweep, [sweep.points.slice(4, 7), sweep.points.slice(7), sweep.points.slice(0, 4)]);
    for (const name of ['000001', '000002', '000003']) {
      renameSync(join(layout.packs(other), name), join(layout.packs(one), `00000${Number(name) + 1}`));
    }
    const merged = await mergeSweep(sweep, one);
    expect(merged).toMatchObject({ packed: 0, written: true, finished: 9 });
    expect(await rowsOf(one, 'SELECT count(*)::INTEGER, count(DISTINCT point)::INTEGER FROM runs')).toEqual([[9, 9]]);
    // The last that has a run counts: the first has nothing left of its own.
    expect(packNames(layout.packs(one))).toEqual(['000002', '000003', '000004']);
    await mergedIn(join(folder(), 'whole'), sweep, [sweep.points]);
    expect(timeless(await contentOf(one))).toEqual(timeless(await contentOf(join(folder(), 'whole'))));
  });

  it('are the same by one merging process or several at once', async () => {
    const sweep = syntheticSweep(1200);
    const [one, many] = [join(folder(), 'one'), join(folder(), 'many')];
    await mergedIn(one, sweep, [sweep.points]);
    syntheticDirectory(many);
    finishPoints(many, bundlesOf(sweep.points));
    const all = await Promise.all([
      mergeSweep(sweep, many),
      mergeSweep(sweep, many),
      mergeSweep(sweep, many, { workers: 1 }),
    ]);
    expect(all.map(({ packed }) => packed).sort((a, b) => a - b)).toEqual([0, 0, 1200]);
    expect(timeless(await contentOf(many))).toEqual(timeless(await contentOf(one)));
  });

  it('stay as they were where the disk is full, and come once there is room', async (context) => {
    const sweep = syntheticSweep(400);
    const directory = join(folder(), 'full');
    syntheticDirectory(directory);
    mkdirSync(layout.tables(directory));
    await onFileSystem(context, layout.tables(directory), 'size=96k', async () => {
      await mergedIn(directory, sweep, [sweep.points.slice(0, 4)]);
      const before = await contentOf(directory);
      finishPoints(directory, bundlesOf(sweep.points.slice(4)));
      const error = await errorOf(() => mergeSweep(sweep, directory));
      expect(error).toBeInstanceOf(DeviceError);
      expect(error.message).toMatch(/\/tables\/\w+\.parquet: no space is left on the disk \(ENOSPC\)/);
      expect(await contentOf(directory)).toEqual(before);
      spawnSync('mount', ['-o', 'remount,size=8m', layout.tables(directory)]);
      expect(await mergeSweep(sweep, directory)).toMatchObject({ finished: 400, packed: 0, written: true });
    });
  });
});
