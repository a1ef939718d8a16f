import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DeviceError, UserError } from '../../../src/base/errors.js';
import { runPressure } from '../../../src/run/pressure/pressure.js';
import type { PressureSummary } from '../../../src/run/pressure/summary.js';
import { pressureTables } from '../../../src/run/pressure/tables.js';
import { verifyRun } from '../../../src/run/verify.js';
import { readManifest } from '../../../src/store/find-manifest.js';
import { queryTables } from '../../../src/store/query.js';
import { runText, SMALL_SCENARIO, temporaryFolder } from '../scenario-text.js';
import { pressureOptions, SMALL_PRESSURE, smallPressure } from './small-pressure.js';

const folder = temporaryFolder();
const overrides = [SMALL_PRESSURE];
const verifying = { storedOnly: false, workers: 0, packageVersion: '0.0.0' };

describe('a pressure curve', () => {
  it('has the same digest inline and with 1 or 2 workers', async () => {
    const outcomes = [0, 1, 2].map((workers) => smallPressure(join(folder, `workers-${workers}`), { workers }));
    const [inline, one, two] = await Promise.all(outcomes);
    expect(inline!.digest).toMatch(/^[0-9a-f]{64}$/);
    expect([one!.digest, two!.digest]).toEqual([inline!.digest, inline!.digest]);
    const text = ({ summary }: { summary: PressureSummary | null }): string =>
      JSON.stringify({ ...summary, elapsedMs: 0 });
    expect([text(one!), text(two!)]).toEqual([text(inline!), text(inline!)]);
  });

  it('depends on the seed', async () => {
    const [first, second] = await Promise.all([
      smallPressure(join(folder, 'seed')),
      smallPressure(join(folder, 'seed'), { overrides: ['seed=12'] }),
    ]);
    expect(first.digest).not.toBe(second.digest);
  });

  it('is stored with its tables, and found again without computing', async () => {
    const out = join(folder, 'stored');
    const first = await smallPressure(out);
    const part = join(first.directory, 'pressure');
    expect(readManifest(part)).toMatchObject({ status: 'done', part: 'pressure', digest: first.digest, summary: null });
    expect(existsSync(join(part, 'checkpoint'))).toBe(false);
    expect(JSON.parse(readFileSync(join(part, 'summary.json'), 'utf8'))).toEqual(first.summary);
    const levels: number[] = [];
    const second = await smallPressure(out, { onProgress: (progress) => levels.push(progress.levels) });
    expect(second).toEqual({ ...first, stored: true });
    expect(levels).toEqual([]);
  });

  it('has rows at π, at every level and at the threshold asked for, and none inside plateaus', async () => {
    const overrides = ['pressure={until: {strength: 0.3}, particles: 60, moves: 10, repeats: 3}'];
    const { directory, summary } = await smallPressure(join(folder, 'rows'), { overrides });
    const ask = async (sql: string) => (await queryTables(directory, sql)).rows;
    expect(await ask('SELECT DISTINCT threshold, bits, bits_se FROM pressure_curve WHERE level = 0')).toEqual([
      [0, 0, 0],
    ]);
    expect(await ask('SELECT DISTINCT channel FROM pressure_curve ORDER BY 1')).toEqual([
      ['fitness'],
      ['leak'],
      ['through'],
    ]);
    expect(await ask('SELECT repeat, max(threshold) FROM pressure_curve GROUP BY 1 ORDER BY 1')).toEqual([
      [0, 0.3],
      [1, 0.3],
      [2, 0.3],
    ]);
    expect(await ask('SELECT max(threshold), arg_max(bits, threshold) FROM pressure_pooled')).toEqual([
      [0.3, summary!.needed.bits],
    ]);
    // A set that is no smaller than the one before would be a level of the same threshold twice.
    expect(
      await ask("SELECT repeat, threshold FROM pressure_curve WHERE channel = 'leak' GROUP BY ALL HAVING count(*) > 1"),
    ).toEqual([]);
    // The score is measured once more, on samples that selected nothing: the mean at the end lies near or above 0.3.
    expect(summary!.followed.map(({ channel }) => channel)).toEqual(['fitness', 'leak', 'through']);
    expect(summary!.needed).toMatchObject({ status: 'reached', threshold: 0.3, reached: 3 });
    // Every repeat's own end lies around the pooled one: mean and jackknife error are of the same numbers.
    const own = summary!.repeats.map(({ bits }) => bits);
    expect(summary!.needed.bits).toBeGreaterThanOrEqual(Math.min(...own) - 1e-9);
    expect(summary!.needed.bits).toBeLessThanOrEqual(Math.max(...own) + 1e-9);
  });

  it('says that it is stuck where nothing is beyond, with the bits that are needed at least', async () => {
    const overrides = ['pressure={until: {strength: 5}, particles: 40, moves: 5, repeats: 3}', 'lattice.noise=0'];
    const { summary, directory } = await smallPressure(join(folder, 'stuck'), { overrides });
    const { needed, repeats, comparison } = summary!;
    expect(repeats.map(({ ending }) => ending)).toEqual(['stuck', 'stuck', 'stuck']);
    expect(needed).toMatchObject({ status: 'stuck', reached: 3 });
    expect(needed.threshold).toBe(Math.min(...repeats.map(({ threshold }) => threshold)));
    expect(comparison.row.needed).toMatchObject({ atLeast: true, bits: needed.bits });
    const { rows } = await queryTables(
      directory,
      'SELECT DISTINCT bits, reached FROM pressure_pooled WHERE threshold = 5',
    );
    expect(rows).toEqual([[null, 0]]);
  });

  it('runs downwards from the largest score drawn', async () => {
    const overrides = ['pressure={direction: close, until: {strength: 0}, particles: 40, moves: 5, repeats: 3}'];
    const { summary } = await smallPressure(join(folder, 'close'), { overrides });
    const thresholds = summary!.curve.map(({ threshold }) => threshold);
    expect(thresholds).toEqual([...thresholds].sort((a, b) => b - a));
    expect(summary!.curve[0]).toMatchObject({ bits: 0, reached: 3 });
    expect(summary!.needed).toMatchObject({ threshold: 0, status: 'reached', trusted: true, trustedBits: null });
    expect(summary!.comparison.row.needed).toMatchObject({ remark: 'of closing' });
  });

  it('takes the scores of one channel, unweighted, where one is asked for', async () => {
    const both = ['channels.through.reward=3', 'pressure.on=through', 'channels.leak.reward=2', 'ports.D.target=z'];
    const { summary } = await smallPressure(join(folder, 'on'), { overrides: both });
    expect(summary!.on).toBe('through');
    expect(summary!.comparison.others).toEqual([{ channel: 'leak', how: '--set pressure.on=leak' }]);
    // One fair bit is read: at most 1 bit, whatever the reward.
    expect(summary!.needed.threshold).toBeLessThanOrEqual(1);
  });

  it('is computed exactly where the exact evaluator is asked for, in a directory of its own', async () => {
    const few = ['lattice.noise=0', 'pressure={until: {bits: 3}, particles: 30, moves: 3, repeats: 2}'];
    const exact = await smallPressure(join(folder, 'exact'), { overrides: few, evaluator: 'exact' });
    const counted = await smallPressure(join(folder, 'exact'), { overrides: few });
    expect(exact.directory).not.toBe(counted.directory);
    expect(exact.summary!.samples).toBeNull();
    expect(exact.summary!.curve.every(({ trusted }) => trusted)).toBe(true);
  });

  it('refuses what it cannot do with the reason', async () => {
    const refused = (overrides: string[]) => smallPressure(join(folder, 'refused'), { overrides });
    await expect(refused(['pressure.on=leak'])).rejects.toThrow(
      /"leak", a channel without reward; expected a rewarded/,
    );
    await expect(refused(['pressure.particles=16777216', 'pressure.repeats=1000'])).rejects.toThrow(
      /needs about .* GiB of memory; .* lower pressure.particles/,
    );
    const unrewarded = SMALL_SCENARIO.replace(', reward: 1', '');
    const { onProgress: _, ...options } = pressureOptions(join(folder, 'refused'));
    const { loadScenario } = await import('../../../src/scenario/load.js');
    const loaded = loadScenario({ text: unrewarded, file: 'f' });
    await expect(runPressure({ ...options, ...loaded })).rejects.toThrow(/no channel has a reward/);
    await expect(smallPressure(join(folder, 'refused'), { evaluator: 'referense' })).rejects.toThrow(UserError);
    expect(existsSync(join(folder, 'refused'))).toBe(false);
  });
});

describe('a directory that holds a pressure curve', () => {
  it('is none of an unfinished run: a run starts there as anywhere, and the curve is then compared with it', async () => {
    const out = join(folder, 'beside');
    const curve = await smallPressure(out);
    expect(curve.summary!.comparison).toMatchObject({ run: null, missing: expect.stringContaining('no run') });
    expect(curve.summary!.comparison.row.spent).toMatchObject({
      bits: null,
      reason: expect.stringContaining('scarce run'),
    });
    const run = await runText(SMALL_SCENARIO, out, { overrides });
    expect(run).toMatchObject({ status: 'done', directory: curve.directory, stored: false });
    const levels: number[] = [];
    const compared = await smallPressure(out, { onProgress: (progress) => levels.push(progress.levels) });
    expect(levels).toEqual([]);
    expect(compared).toMatchObject({ stored: true, digest: curve.digest });
    const { comparison } = compared.summary!;
    expect(comparison).toMatchObject({ run: run.digest, missing: null });
    expect(comparison.row.spent).toMatchObject({ bits: run.summary!.bitsSpent.mean });
    expect(comparison.row.descentAtEnd).toMatchObject({ bits: run.summary!.bitsDescent.mean });
    // Migration is on in the small scenario: what is held is not defined, and so neither is what is earned.
    expect(comparison.row.held).toMatchObject({ bits: null, reason: expect.stringContaining('migration') });
    expect(comparison.row.earned).toMatchObject({ bits: null, reason: expect.stringContaining('migration') });
    expect(JSON.parse(readFileSync(join(curve.directory, 'pressure', 'summary.json'), 'utf8'))).toEqual(
      compared.summary,
    );
  });

  it('is offered to queries with the tables of the run beside it, alone or among others', async () => {
    const out = join(folder, 'queried');
    const only = await smallPressure(out);
    expect((await queryTables(only.directory, 'SELECT count(*) FROM pressure_pooled')).rows[0]![0]).toBeGreaterThan(3);
    await runText(SMALL_SCENARIO, out, { overrides });
    const other = await smallPressure(out, { overrides: ['seed=12'] });
    const joined = await queryTables(
      out,
      `SELECT run_seed, count(DISTINCT threshold) > 2 FROM pressure_curve GROUP BY 1 ORDER BY 1`,
    );
    expect(joined.rows).toEqual([
      ['11', true],
      ['12', true],
    ]);
    expect((await queryTables(out, 'SELECT DISTINCT run_seed FROM generations')).rows).toEqual([['11']]);
    expect((await queryTables(join(other.directory, 'pressure'), 'SELECT count(*) > 0 FROM curve')).rows).toEqual([
      [true],
    ]);
    expect(joined.skipped).toEqual([]);
  });

  it('is verified with the run beside it, and alone', async () => {
    const out = join(folder, 'verified');
    const { directory, digest } = await smallPressure(out);
    expect(await verifyRun(directory, verifying)).toMatchObject({ status: 'done', digest, differs: null });
    const run = await runText(SMALL_SCENARIO, out, { overrides });
    // Compared anew, the curve is still what its tables say.
    await smallPressure(out);
    const both = await verifyRun(directory, verifying);
    expect(both).toMatchObject({ status: 'done', digest: run.digest, differs: null });
    expect(both.message.split('\n')).toEqual([
      expect.stringMatching(/^OK .*the run repeated gives the same/),
      expect.stringMatching(
        /^OK .*pressure: 2 stored tables match their digests; the pressure curve repeated gives the same/,
      ),
    ]);
    const summary = join(directory, 'pressure', 'summary.json');
    writeFileSync(summary, readFileSync(summary, 'utf8').replace(/"particles": \d+/, '"particles": 41'));
    expect(await verifyRun(directory, verifying)).toMatchObject({ status: 'failed', differs: 'manifest.json' });
    const { copyFileSync } = await import('node:fs');
    copyFileSync(join(directory, 'pressure', 'pooled.parquet'), join(directory, 'pressure', 'curve.parquet'));
    const damaged = await verifyRun(directory, { ...verifying, storedOnly: true });
    expect(damaged).toMatchObject({ status: 'failed', differs: 'pressure_curve' });
  });

  it('is refused where it is of another scenario', async () => {
    const out = join(folder, 'other');
    const { directory } = await smallPressure(out);
    const file = join(directory, 'pressure', 'manifest.json');
    const { hash } = readManifest(join(directory, 'pressure'));
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(
        hash,
        hash.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')),
      ),
    );
    await expect(smallPressure(out)).rejects.toThrow(/pressure: holds the pressure curve of another scenario/);
  });

  it('is a clear error where its folder cannot be made', async () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    const failure = await smallPressure(file).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DeviceError);
    expect(String(failure)).toContain(file);
  });
});

describe('docs/pressure.md', () => {
  const text = readFileSync('docs/pressure.md', 'utf8');
  it.each(Object.values(pressureTables))('names every column of $name, and its order', ({ name, order, columns }) => {
    const section = text.split('\n## ').find((part) => part.startsWith(`${name}: by ${order.join(', ')}\n`));
    expect(section).toBeDefined();
    for (const column of columns) expect(section).toContain(`\`${column.name}\``);
  });
});
