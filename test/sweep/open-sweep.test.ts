import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DeviceError, FaultList, UserError } from '../../src/base/errors.js';
import { loadSweep, type SweepSource } from '../../src/sweep/design/load.js';
import { layout } from '../../src/sweep/layout.js';
import { differencesOf } from '../../src/sweep/open/differences.js';
import { findRecord } from '../../src/sweep/open/record.js';
import { createSweep } from '../../src/sweep/open/sweep-files.js';
import { loadSweepDirectory, openSweep } from '../../src/sweep/open-sweep.js';
import { SMALL_SCENARIO } from '../run/scenario-text.js';
import { errorOf, freshFolder } from '../store/fixtures.js';

const folder = freshFolder();

interface Changes extends Partial<SweepSource> {
  readonly scenario?: string;
  readonly sizes?: string;
  readonly more?: string;
}

/** Writes a sweep file and its base beside the out folder, and opens the sweep. */
async function open({ scenario = SMALL_SCENARIO, sizes = '[20, 30]', more = '', ...source }: Changes = {}) {
  writeFileSync(join(folder(), 'small.yaml'), scenario);
  writeFileSync(
    join(folder(), 'sweep.yaml'),
    `name: sizes\nscenario: small.yaml\naxes:\n  size: {key: population.size, values: ${sizes}}\n${more}`,
  );
  const sweep = await loadSweep({ file: join(folder(), 'sweep.yaml'), ...source });
  return { sweep, directory: await openSweep(sweep, join(folder(), 'out')) };
}

const refusalOf = (changes: Changes): Promise<Error> => errorOf(() => open(changes));

describe('opening a sweep', () => {
  it('makes its directory with a record and copies, and nothing beside it', async () => {
    const { sweep, directory } = await open();
    expect(directory).toBe(join(folder(), 'out', 'sizes'));
    expect(readdirSync(join(folder(), 'out'))).toEqual(['sizes']);
    expect(readdirSync(directory).sort()).toEqual(['base.yaml', 'sweep.json', 'sweep.yaml']);
    expect(readFileSync(layout.baseFile(directory), 'utf8')).toBe(SMALL_SCENARIO);
    expect(findRecord(directory)).toMatchObject({
      ...{ name: 'sizes', commands: ['run'], evaluator: null },
      base: { hash: sweep.base.hash, seed: '11' },
      design: { points: 2, checked: 2 },
    });
  });

  it('by two at once makes one: who comes second is told, and leaves nothing', async () => {
    const { sweep, directory } = await open();
    const before = readFileSync(layout.record(directory), 'utf8');
    expect(createSweep(directory, sweep, { ...findRecord(directory)!, created: 'later' })).toBe(false);
    expect(readFileSync(layout.record(directory), 'utf8')).toBe(before);
    expect(readdirSync(join(folder(), 'out'))).toEqual(['sizes']);
  });

  it('is read again from its copies alone, with what the command line had added', async () => {
    const given = { overrides: ['measure.samples=512'], seed: 'another', evaluator: 'reference' };
    const { sweep, directory } = await open(given);
    rmSync(join(folder(), 'small.yaml'));
    rmSync(join(folder(), 'sweep.yaml'));
    const again = await loadSweepDirectory(directory);
    expect(again.points).toEqual(sweep.points);
    expect(again.given).toEqual(given);
    expect(again.evaluator).toBe('reference');
    expect(again.base).toMatchObject({ hash: sweep.base.hash, seed: 'another', overrides: sweep.base.overrides });
  });

  it('extends it by other axes, and keeps the ids of the points that stay', async () => {
    const { sweep: before } = await open();
    const { sweep, directory } = await open({ sizes: '[30, 40, 50]' });
    expect(findRecord(directory)!.design).toMatchObject({ points: 3, checked: 3 });
    expect(sweep.points[0]!.id).toBe(before.points[1]!.id);
    expect(await loadSweepDirectory(directory)).toMatchObject({ points: sweep.points });
    expect(readdirSync(directory).sort()).toEqual(['base.yaml', 'claims', 'sweep.json', 'sweep.yaml']);
    expect(readdirSync(join(layout.claims(directory), 'ex'))).toEqual([]);
  });

  it('takes comments and another counting evaluator for no change', async () => {
    await open();
    const { directory } = await open({ scenario: `# for the record\n${SMALL_SCENARIO}`, evaluator: 'plain' });
    expect(readFileSync(layout.baseFile(directory), 'utf8')).toContain('for the record');
    expect(await loadSweepDirectory(directory)).toMatchObject({ evaluator: 'plain' });
  });

  it('takes other times and retries of the same points into its copy, which the tasks of a cluster read', async () => {
    await open();
    const { directory } = await open({ more: 'retries: 7\nlease: {beat: 1, stale: 5}\n' });
    expect(await loadSweepDirectory(directory)).toMatchObject({ retries: 7, lease: { beat: 1, stale: 5 } });
  });
});

describe('a sweep that was started is not opened', () => {
  it('with another base scenario: every key that differs is named, and what to do', async () => {
    const { directory } = await open();
    const scenario = SMALL_SCENARIO.replace('samples: 256', 'samples: 384').replace('{biased: 0.3}', 'fair');
    const refusal = await refusalOf({ scenario });
    expect(refusal).toBeInstanceOf(UserError);
    expect(refusal.message).toContain(`${directory}: was started otherwise than`);
    expect(refusal.message).toMatch(/^ {2}environment\.z.*: .* when it was started, .* now$/m);
    expect(refusal.message).toContain('\n  measure.samples: 256 when it was started, 384 now\n');
    expect(refusal.message).not.toContain('population');
    expect(refusal.message).toContain(`go on with the sweep as it was started: scarce sweep ${directory}`);
    expect(readFileSync(layout.baseFile(directory), 'utf8')).toBe(SMALL_SCENARIO);
  });

  it('with another seed, another set of all points, another evaluator or other commands', async () => {
    await open();
    expect((await refusalOf({ seed: '12' })).message).toContain('\n  seed: 11 when it was started, 12 now\n');
    expect((await refusalOf({ overrides: ['stop.generations=9'] })).message).toContain(
      'stop.generations: 23 when it was started, 9 now',
    );
    expect((await refusalOf({ evaluator: 'exact' })).message).toContain(
      'evaluator: any that counts when it was started, exact now',
    );
    const both = await refusalOf({ more: 'commands: [run, pressure]\n' });
    expect(both.message).toContain('commands: [run] when it was started, [run, pressure] now');
  });

  it('with a point that has a fault, and nothing is made', async () => {
    expect(await refusalOf({ sizes: '[20, -3]' })).toBeInstanceOf(FaultList);
    expect(readdirSync(folder())).not.toContain('out');
  });

  it('where its directory is something else, or damaged', async () => {
    mkdirSync(join(folder(), 'out', 'sizes', '11-0123456789ab'), { recursive: true });
    const taken = await refusalOf({});
    expect(taken).toBeInstanceOf(UserError);
    expect(taken.message).toContain('holds something else than a sweep');
    expect(readdirSync(join(folder(), 'out'))).toEqual(['sizes']);
    rmSync(join(folder(), 'out'), { recursive: true });

    const { directory } = await open();
    expect((await errorOf(() => loadSweepDirectory(folder()))).message).toContain('no sweep in it');
    writeFileSync(layout.record(directory), '{"sweepVersion": 2}');
    expect((await refusalOf({})).message).toContain('version 2; this program reads 1');
    writeFileSync(layout.record(directory), '{"sweepVersion": 1}');
    const damaged = await errorOf(() => loadSweepDirectory(directory));
    expect(damaged).toBeInstanceOf(DeviceError);
    expect(damaged.message).toContain('not the record of a sweep: name: ');
  });
});

it('the differences of two scenarios are the deepest keys in which they differ', () => {
  const before = { a: 1, b: { c: [1, 2, 3], d: 'x' }, gone: true, same: { e: null } };
  const now = { a: 2, b: { c: [1, 5, 3], d: { f: 1 } }, same: { e: null }, new: [0] };
  expect(differencesOf(before, now)).toEqual([
    { path: 'a', before: '1', now: '2' },
    { path: 'b.c.1', before: '2', now: '5' },
    { path: 'b.d', before: '"x"', now: '{"f":1}' },
    { path: 'gone', before: 'true', now: 'nothing' },
    { path: 'new', before: 'nothing', now: '[0]' },
  ]);
  expect(differencesOf(before, before)).toEqual([]);
});
