import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../src/base/errors.js';
import type { Bundle } from '../../src/store/bundle/bundle.js';
import { readBundle } from '../../src/store/bundle/read-bundle.js';
import { writeBundle } from '../../src/store/bundle/write-bundle.js';
import { sqlParquet, sqlText, withDuckDB } from '../../src/store/duckdb.js';
import { tableFile } from '../../src/store/manifest.js';
import { loadSweep } from '../../src/sweep/design/load.js';
import type { Sweep } from '../../src/sweep/design/records.js';
import { layout } from '../../src/sweep/layout.js';
import { mergeSweep } from '../../src/sweep/merge/merge-sweep.js';
import { querySweep } from '../../src/sweep/merge/query-sweep.js';
import { openSweep } from '../../src/sweep/open-sweep.js';
import { findStoredRun } from '../../src/sweep/verify/find-run.js';
import { sweepAbove } from '../../src/sweep/verify/sweep-above.js';
import { verifyAgain } from '../../src/sweep/verify/verify-again.js';
import { type SweepVerdict, type SweepVerifyOptions, verifySweep } from '../../src/sweep/verify/verify-sweep.js';
import { SMALL_SCENARIO, temporaryFolder } from '../run/scenario-text.js';
import { errorOf, freshFolder } from '../store/fixtures.js';
import { inlineSession } from './session/inline-crew.js';
import { bundleFor } from './synthetic-sweep.js';

const folder = freshFolder();
const kept = temporaryFolder();
const files = { sweep: join(kept, 'sweep.yaml'), base: join(kept, 'small.yaml') };
let sweep: Sweep;
/** Finished runs of all points, computed once. */
const bundles: Bundle[] = [];
const version = '0.0.0';

beforeAll(async () => {
  writeFileSync(files.base, SMALL_SCENARIO);
  writeFileSync(
    files.sweep,
    `name: tiny
scenario: small.yaml
set: {stop.generations: 5, measure.prior: 1, population.islands: 2}
axes: {size: {key: population.size, values: [8, 12]}}
replicates: 2
evaluator: reference
`,
  );
  sweep = await loadSweep({ file: files.sweep });
  const directory = await openSweep(sweep, kept);
  await inlineSession(sweep, directory, { packageVersion: version });
  for (const { id } of sweep.points) bundles.push(readBundle(layout.done(directory, id)));
});

/** A directory with finished runs: those before `merged` merged, the others in done/. */
async function directoryWith(given: readonly Bundle[], merged = given.length): Promise<string> {
  const directory = await openSweep(sweep, folder());
  const finish = (some: readonly Bundle[]): void => {
    for (const bundle of some) writeBundle(bundle, layout.done(directory, bundle.id));
  };
  finish(given.slice(0, merged));
  if (merged > 0) await mergeSweep(sweep, directory);
  finish(given.slice(merged));
  return directory;
}

async function verify(
  directory: string,
  options: Partial<SweepVerifyOptions> = {},
): Promise<SweepVerdict & { notes: string[] }> {
  const notes: string[] = [];
  const all = {
    storedOnly: true,
    workers: 0,
    packageVersion: version,
    onNote: (text: string) => notes.push(text),
    ...options,
  };
  return { ...(await verifySweep(directory, all)), notes };
}

/** Writes a Parquet file again as a query gives it. */
async function rewrite(file: string, select: (source: string) => string): Promise<void> {
  await withDuckDB(async (connection) => {
    await connection.run(`COPY (${select(sqlParquet([file]))}) TO ${sqlText(`${file}.new`)} (FORMAT parquet)`);
  });
  renameSync(`${file}.new`, file);
}

describe('a sweep', () => {
  it('is verified as stored: packed runs, those in done/, and the merged tables', async () => {
    const directory = await directoryWith(bundles, 3);
    const partly = await verify(directory);
    expect(partly).toMatchObject({ status: 'done', runs: 4, failed: 0, differs: null });
    expect(partly.message).toBe(
      `OK  ${directory}: the stored tables of 4 finished runs match their digests; so do their rows in the merged tables`,
    );
    expect(partly.notes).toEqual([]);
  });

  it('is computed again, and named by the first run that gives something else', async () => {
    const directory = await directoryWith(bundles.slice(0, 1));
    const whole = await verify(directory, { storedOnly: false });
    expect(whole.message).toMatch(/OK .*; so do their rows in the merged tables; the runs repeated give the same$/);
    // Another run's tables under this run's name: all digests are right, but the run does not give them.
    const [one, other] = bundles as [Bundle, Bundle];
    const { summary } = one.parts[0]!.manifest;
    const forged = { ...bundleFor(sweep.points[1]!, other, one.parts[0]!.tables), directory: other.directory };
    const manifest = { ...forged.parts[0]!.manifest, hash: other.parts[0]!.manifest.hash, summary };
    const wrong: Bundle = { ...forged, parts: [{ ...forged.parts[0]!, manifest }] };
    writeBundle(wrong, layout.done(directory, wrong.id));
    const done: number[] = [];
    const failed = await verify(directory, {
      storedOnly: false,
      onProgress: ({ what, done: n }) => what === 'runs repeated' && done.push(n),
    });
    expect(failed).toMatchObject({ status: 'failed', runs: 2, failed: 1 });
    expect(failed.message).toMatch(
      new RegExp(`^FAILED  ${join(directory, other.directory)}: table \\w+: the run repeated gives digest`),
    );
    expect(done).toEqual([1, 2]);
  });

  it('is named by the first table that differs, in a pack, in done/, in an index or merged', async () => {
    const directory = await directoryWith(bundles, 3);
    await mergeSweep(sweep, directory);
    const pack = join(layout.packs(directory), '000001');
    const merged = tableFile(layout.tables(directory), 'channels');
    const sound = readFileSync(merged);

    await rewrite(merged, (source) => `SELECT * REPLACE (mean + 1e-9 AS mean) FROM ${source}`);
    const inMerged = await verify(directory);
    expect(inMerged).toMatchObject({ status: 'failed', failed: 1, differs: { place: merged, table: 'channels' } });
    writeFileSync(merged, sound);
    await rewrite(merged, (source) => `SELECT * FROM ${source} WHERE point <> 2`);
    expect((await verify(directory)).message).toContain(
      `${merged}: channels: run ${bundles[2]!.directory}: its rows are missing`,
    );
    writeFileSync(merged, sound);

    const packed = tableFile(pack, 'generations');
    const { id } = bundles[1]!;
    await rewrite(
      packed,
      (source) =>
        `SELECT * REPLACE (CASE WHEN run_id = ${sqlText(id)} THEN 0.5 ELSE fitness_mean END AS fitness_mean) FROM ${source}`,
    );
    const place = join(directory, bundles[1]!.directory);
    expect(await verify(directory)).toMatchObject({
      ...{ status: 'failed', failed: 1, differs: { place, table: 'generations' } },
      message: `FAILED  ${place}: generations: its values differ from those that the run wrote`,
    });
    writeFileSync(packed, 'damaged');
    const damaged = await verify(directory);
    expect(damaged).toMatchObject({ status: 'failed', differs: { place: packed, table: 'generations' } });
    expect(damaged.message).toContain(`cannot read ${packed}`);

    const index = join(pack, 'index.jsonl.gz');
    writeFileSync(
      index,
      gzipSync(
        gunzipSync(readFileSync(index))
          .toString()
          .replace(/"digest":"[0-9a-f]{8}/, '"digest":"00000000'),
      ),
    );
    const third = await verify(directory);
    expect(third.message).toMatch(
      /the run's digest in manifest\.json is not that of its tables' digests\n.*FAILED .*: of 4 finished runs 3 differ, or files that hold many$/,
    );
  });

  it('says what is damaged in done/, and that nothing is finished', async () => {
    const directory = await directoryWith(bundles.slice(0, 1), 0);
    const file = layout.done(directory, bundles[0]!.id);
    writeFileSync(file, readFileSync(file).subarray(0, 300));
    expect(await verify(directory)).toMatchObject({
      status: 'failed',
      failed: 1,
      differs: { place: file, table: 'manifest.json' },
    });
    const none = await directoryWith([], 0).then((made) => join(made, '..', 'none'));
    mkdirSync(none);
    expect(await errorOf(() => verify(none))).toBeInstanceOf(UserError);
  });
});

describe('a run of a sweep', () => {
  it('is verified by the directory that it would have, packed or not', async () => {
    const directory = await directoryWith(bundles.slice(0, 2), 1);
    for (const bundle of bundles.slice(0, 2)) {
      const path = join(directory, bundle.directory);
      expect(sweepAbove(path)).toBe(directory);
      const stored = await findStoredRun(directory, path);
      expect(stored.id).toBe(bundle.id);
      const verdict = await verifyAgain(stored, { storedOnly: true, workers: 0, packageVersion: version });
      expect(verdict).toMatchObject({ status: 'done', directory: path, digest: bundle.parts[0]!.manifest.digest });
      expect(verdict.message).toContain(`OK  ${path}: ${bundle.parts[0]!.tables.length} stored tables match`);
    }
    const absent = await errorOf(() => findStoredRun(directory, join(directory, bundles[3]!.directory)));
    expect(absent).toBeInstanceOf(UserError);
    expect(absent.message).toContain('no finished run of the sweep');
  });
});

describe('a query over a sweep', () => {
  it('merges what is new first, and says so where nothing is finished', async () => {
    const directory = await directoryWith(bundles, 3);
    const sql = 'SELECT size, count(DISTINCT point) FROM channels GROUP BY ALL ORDER BY ALL';
    const { rows, skipped } = await querySweep(directory, sql);
    expect(rows).toEqual([
      [8, 2],
      [12, 2],
    ]);
    expect(skipped).toEqual([]);
    const unknown = await errorOf(() => querySweep(directory, 'SELECT * FROM chanels'));
    expect(unknown).toBeInstanceOf(UserError);
    expect(unknown.message).toMatch(/tables here: champions, channels, .*costs,.*runs/);
    const begun = await openSweep({ ...sweep, name: 'begun' }, folder());
    expect((await errorOf(() => querySweep(begun, sql))).message).toBe(`${begun}: none of its 4 runs is finished yet`);
  });

  it('asks the tables as last merged where a merge cannot be', async () => {
    const directory = await directoryWith(bundles, 3);
    const contents = join(layout.packs(directory), '000001', 'contents.json');
    writeFileSync(contents, '{');
    const { rows, skipped } = await querySweep(directory, 'SELECT count(*) FROM runs');
    expect(rows).toEqual([[3]]);
    expect(skipped).toHaveLength(1);
    expect(skipped[0]).toMatch(/contents\.json: not JSON .*; the tables are as last merged, with 3 finished runs$/);
  });
});
