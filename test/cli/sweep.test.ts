import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SMALL_SCENARIO, temporaryFolder } from '../run/scenario-text.js';

const folder = temporaryFolder();
writeFileSync(join(folder, 'small.yaml'), SMALL_SCENARIO);
const file = join(folder, 'six.yaml');
const SIX = `name: six
scenario: small.yaml
set: {stop.generations: 4, measure.prior: 1}
axes:
  size: {key: population.size, values: [4, 6, 8]}
replicates: 2
`;
writeFileSync(file, SIX);
const out = ['--out', join(folder, 'out')];
const directory = join(folder, 'out', 'six');

/** The program as a user calls it. */
function sweep(...words: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/src/cli/main.js', 'sweep', ...words], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** A refusal: status 2, nothing on stdout, and what stderr says. */
function refusal(...words: string[]): string {
  const { status, stdout, stderr } = sweep(...words);
  expect([status, stdout]).toEqual([2, '']);
  return stderr;
}

describe('scarce sweep', () => {
  it('says what it would take, and makes no folder', () => {
    const { status, stdout } = sweep(file, ...out, '--dry-run', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{
        name: 'six',
        directory,
        points: 6,
        combinations: 3,
        replicates: 2,
        done: 0,
        commands: ['run'],
        evaluator: 'wasm',
      },
      axes: [{ name: 'size', type: 'integer', values: [4, 6, 8] }],
      cost: { source: { kind: 'tried' }, atMost: false, isRough: false },
      disk: { source: { kind: 'tried' }, usedBytes: 0 },
      first: [{ index: 0, coordinates: [4] }, { index: 1 }, { index: 2 }],
    });
    expect(readdirSync(folder)).not.toContain('out');
  });

  it('computes here, merges, says how far it is, and the second time computes nothing', () => {
    const first = sweep(file, ...out, '--local', '2', '--json');
    expect(first.status).toBe(0);
    const done = { points: 6, done: 6, running: 0, stale: 0, failed: 0, missing: 0 };
    expect(JSON.parse(first.stdout)).toMatchObject({ directory, status: 'done', counts: done, computed: 6 });
    expect(first.stderr).toMatch(/6 of 6 runs, 0 under way/);
    expect(readdirSync(JSON.parse(first.stdout).tables)).toContain('channels.parquet');

    const scarce = (...words: string[]) =>
      spawnSync(process.execPath, ['dist/src/cli/main.js', ...words], { encoding: 'utf8' });
    const asked = scarce(
      'query',
      directory,
      'SELECT run_name, run_seed, run_hash, digest FROM runs WHERE point = 3',
      '--json',
    );
    const run = JSON.parse(asked.stdout);
    const wouldBe = join(directory, run.run_name, `${run.run_seed}-${run.run_hash.slice(0, 12)}`);
    expect(scarce('query', wouldBe, 'SELECT 1').stderr).toMatch(/ask the sweep: scarce query .*WHERE point = 3'\n$/);

    // One point by itself, by the command that the dry run of a sweep of it gives.
    writeFileSync(file, `${SIX}where: size = 6 AND replicate = 1\n`);
    const { first: shown } = JSON.parse(sweep(file, ...out, '--dry-run', '--json').stdout);
    writeFileSync(file, SIX);
    const [, ...words] = shown[0].alone[0].split(' ');
    const alone = scarce(...words, '--out', join(folder, 'alone'), '--quiet', '--json');
    expect(JSON.parse(alone.stdout).digest).toBe(run.digest);

    const second = sweep(directory, '--local', '--quiet');
    expect([second.status, second.stderr]).toEqual([0, '']);
    expect(second.stdout).toMatch(/computed +nothing: all was there/);

    const status = sweep(directory, '--status');
    expect([status.status, status.stderr]).toEqual([0, '']);
    expect(status.stdout).toMatch(/^sweep +six, 6 runs, .*\ndone +6 \(100 %\)\nrunning +0\nmissing +0\n$/);
  });

  it('goes on where more is asked for, and refuses another base by the keys that differ', () => {
    writeFileSync(file, SIX.replace('[4, 6, 8]', '[4, 6, 8, 10]'));
    const { counts } = JSON.parse(sweep(file, ...out, '--status', '--json').stdout);
    expect(counts).toEqual({ points: 8, done: 6, running: 0, stale: 0, failed: 0, missing: 2 });
    expect(sweep(file, ...out, '--shard', '1/2', '--workers', '1').stdout).toMatch(
      /8 of 8 runs finished\ncomputed +2 runs/,
    );
    writeFileSync(file, SIX.replace('generations: 4', 'generations: 5'));
    expect(refusal(file, ...out, '--local')).toMatch(/stop\.generations: 4 when it was started, 5 now/);
    writeFileSync(file, SIX);
  });

  it('refuses what is no sweep, what has not begun, and options that belong to the file', () => {
    expect(refusal(join(folder, 'absent.yaml'), '--local')).toMatch(
      /absent\.yaml: no such file; expected a sweep file/,
    );
    const small = join(folder, 'small.yaml');
    expect(refusal(small, '--local')).toBe(`${small}: this is a scenario: scarce run ${small}\n`);
    const ran = spawnSync(process.execPath, ['dist/src/cli/main.js', 'run', file], { encoding: 'utf8' });
    expect([ran.status, ran.stderr]).toEqual([2, `${file}: this is a sweep: scarce sweep ${file} --local\n`]);
    expect(refusal(folder, '--status')).toMatch(/no sweep in it; expected the directory of a sweep/);
    expect(refusal(file, '--out', join(folder, 'other'), '--merge')).toMatch(/no sweep has begun there/);
    mkdirSync(join(folder, 'taken', 'six', 'something'), { recursive: true });
    for (const mode of ['--dry-run', '--status'])
      expect(refusal(file, '--out', join(folder, 'taken'), mode)).toMatch(/six: holds something else than a sweep/);
    const run = spawnSync(
      process.execPath,
      ['dist/src/cli/main.js', 'run', join(folder, 'small.yaml'), '--set', 'name=six', ...out],
      { encoding: 'utf8' },
    );
    expect([run.status, run.stderr]).toEqual([
      2,
      expect.stringMatching(/six: a sweep is there; expected a folder of runs/),
    ]);
    expect(refusal(directory, '--local', '--seed', '7')).toMatch(/--seed with .*six, a sweep that has begun/);
  });
});
