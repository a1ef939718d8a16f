import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/base/errors.js';
import type { Cell } from '../../src/base/table.js';
import { storedTableOf, writeManifest } from '../../src/store/manifest.js';
import { writeParquet } from '../../src/store/parquet.js';
import { verifyStored } from '../../src/store/verify-stored.js';
import { errorOf, freshFolder, manifestOf, storeRun, tableOf } from './fixtures.js';

const folder = freshFolder();
const levels = (...means: Cell[]) =>
  tableOf('levels', ['generation', 'integer', means.map((_, i) => i)], ['mean', 'double', means]);
const champions = tableOf('champions', ['genome', 'text', ['ff', '0a']]);
const matrix = tableOf('matrix', ['bits', 'double', [-0, 1e-300]]);
// Not in code-point order: the checks must be.
const all = [matrix, levels(0.25, null), champions];

describe('verifying stored tables', () => {
  it('finds an untouched run whole, its tables in code-point order', async () => {
    const run = await storeRun(folder(), all);
    const { ok, firstDifference, tables } = await verifyStored(run);
    expect(ok).toBe(true);
    expect(firstDifference).toBeNull();
    expect(tables.map(({ table }) => table)).toStrictEqual(['champions', 'levels', 'matrix', 'manifest.json']);
    for (const { expected, found } of tables) expect(found).toBe(expected);
  });

  it('names the first table whose values were altered, even by one bit', async () => {
    const run = await storeRun(folder(), all);
    await writeParquet(tableOf('matrix', ['bits', 'double', [0, 2e-300]]), join(run, 'matrix.parquet'));
    const altered = levels(0.25 + 2 ** -54, null);
    await writeParquet(altered, join(run, 'levels.parquet'));
    const { ok, firstDifference, tables } = await verifyStored(run);
    expect(ok).toBe(false);
    expect(firstDifference).toStrictEqual({
      table: 'levels',
      ok: false,
      expected: storedTableOf(all[1]!).digest,
      found: storedTableOf(altered).digest,
      reason: 'its values differ from those that the run wrote',
    });
    expect(tables.map((check) => check.ok)).toStrictEqual([true, false, false, true]);
  });

  it('names a table with a row too few, one with other columns, a missing and an unreadable one', async () => {
    const run = await storeRun(folder(), all);
    const file = join(run, 'levels.parquet');
    await writeParquet(levels(0.25), file);
    expect((await verifyStored(run)).firstDifference!.reason).toBe('1 rows are stored; the manifest says 2');
    await writeParquet(tableOf('levels', ['generation', 'integer', [0, 1]]), file);
    expect((await verifyStored(run)).firstDifference).toMatchObject({ table: 'levels', found: null });
    writeFileSync(file, 'damaged beyond recognition');
    expect((await verifyStored(run)).firstDifference).toMatchObject({ table: 'levels', found: null });
    rmSync(file);
    const { firstDifference } = await verifyStored(run);
    expect(firstDifference).toMatchObject({ table: 'levels', found: null });
    expect(firstDifference!.reason).toContain(`cannot read ${file}: it does not exist`);
  });

  it('finds a manifest whose digests were adapted to altered tables', async () => {
    const run = await storeRun(folder(), all);
    const altered = levels(0.5, null);
    await writeParquet(altered, join(run, 'levels.parquet'));
    writeManifest(run, manifestOf([matrix, altered, champions], { digest: manifestOf(all).digest }));
    const { ok, firstDifference } = await verifyStored(run);
    expect(ok).toBe(false);
    expect(firstDifference).toMatchObject({ table: 'manifest.json', expected: manifestOf(all).digest });
  });

  it('refuses a run without a result, and a folder without a run', async () => {
    const run = await storeRun(folder(), [], { status: 'stopped', digest: null });
    const unfinished = await errorOf(() => verifyStored(run));
    expect(unfinished).toBeInstanceOf(UserError);
    expect(unfinished.message).toContain('without a result (status stopped); finish it first, with --resume');
    expect(await errorOf(() => verifyStored(folder()))).toBeInstanceOf(UserError);
  });
});
