import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyRun } from '../../src/run/verify.js';
import { tableDigest } from '../../src/store/digest.js';
import { readManifest } from '../../src/store/find-manifest.js';
import { tableFile } from '../../src/store/manifest.js';
import { readParquet, writeParquet } from '../../src/store/parquet.js';
import { runText, SMALL_SCENARIO, temporaryFolder } from './scenario-text.js';

const folder = temporaryFolder();
const options = { storedOnly: false, workers: 0, packageVersion: '0.0.0' };

/** A copy of a finished run that a test may damage. */
async function copyOfRun(name: string): Promise<string> {
  const { directory } = await runText(SMALL_SCENARIO, join(folder, 'original'));
  const copy = join(folder, name);
  cpSync(directory, copy, { recursive: true });
  return copy;
}

/** Adds a little to one value of a stored table. */
async function alterTable(directory: string, name: string, columnName: string): Promise<void> {
  const spec = readManifest(directory).tables.find((table) => table.name === name)!;
  const table = await readParquet(tableFile(directory, name), spec);
  const column = spec.columns.findIndex((candidate) => candidate.name === columnName);
  table.columns[column]![3] = (table.columns[column]![3] as number) + 1e-9;
  await writeParquet(table, tableFile(directory, name));
}

describe('verify', () => {
  it('says that a run is as it was and comes out again', async () => {
    const directory = await copyOfRun('whole');
    const verdict = await verifyRun(directory, { ...options, workers: 2 });
    expect(verdict).toMatchObject({ status: 'done', differs: null });
    expect(verdict.message).toContain('12 stored tables match');
  });

  it('names the first altered table, in the order of names', async () => {
    const directory = await copyOfRun('altered');
    await alterTable(directory, 'matrix', 'bits');
    expect(await verifyRun(directory, options)).toMatchObject({ status: 'failed', differs: 'matrix' });
    await alterTable(directory, 'channels', 'mean');
    expect(await verifyRun(directory, { ...options, storedOnly: true })).toMatchObject({ differs: 'channels' });
  });

  it('finds a table that was altered together with its digest, by running again', async () => {
    const directory = await copyOfRun('forged');
    await alterTable(directory, 'generations', 'fitness_mean');
    const manifest = readManifest(directory);
    const spec = manifest.tables.find((table) => table.name === 'generations')!;
    const forged = tableDigest(await readParquet(tableFile(directory, 'generations'), spec));
    const file = join(directory, 'manifest.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(spec.digest, forged));
    // The digest over all tables does not match any more; that is what the stored part can see.
    expect(await verifyRun(directory, { ...options, storedOnly: true })).toMatchObject({ status: 'failed' });
    const { runDigest } = await import('../../src/store/digest.js');
    const { tables, digest } = readManifest(directory);
    const all = runDigest(Object.fromEntries(tables.map((table) => [table.name, table.digest])));
    writeFileSync(file, readFileSync(file, 'utf8').replace(digest!, all));
    expect(await verifyRun(directory, { ...options, storedOnly: true })).toMatchObject({ status: 'done' });
    expect(await verifyRun(directory, options)).toMatchObject({ status: 'failed', differs: 'generations' });
  });

  it('finds a manifest whose hash or summary was altered', async () => {
    const directory = await copyOfRun('altered-manifest');
    const file = join(directory, 'manifest.json');
    const whole = readFileSync(file, 'utf8');
    const { hash } = readManifest(directory);
    writeFileSync(
      file,
      whole.replace(
        hash,
        hash.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
      ),
    );
    expect(await verifyRun(directory, options)).toMatchObject({ status: 'failed', differs: 'manifest.json' });
    writeFileSync(file, whole.replace(/"best": 0\.\d+/, '"best": 0.999'));
    expect(await verifyRun(directory, options)).toMatchObject({ status: 'failed', differs: 'manifest.json' });
  });

  it('refuses a folder that holds no run', async () => {
    await expect(verifyRun(folder, options)).rejects.toThrow(/no manifest.json/);
  });
});
