import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DeviceError } from '../../src/base/errors.js';
import { verifyRun } from '../../src/run/verify.js';
import { readManifest } from '../../src/store/find-manifest.js';
import { foldedFile } from '../../src/store/folded/folded.js';
import { readStoredTable } from '../../src/store/stored-tables.js';
import { SMALL_PRESSURE, smallPressure } from './pressure/small-pressure.js';
import { runText, SMALL_SCENARIO, temporaryFolder } from './scenario-text.js';

const folder = temporaryFolder();
const verifying = { storedOnly: false, workers: 0, packageVersion: '0.0.0' };
const overrides = [SMALL_PRESSURE];

/** The one run directory below a folder. */
function runPlace(out: string): string {
  const [run] = readdirSync(join(out, 'small'));
  return join(out, 'small', run!);
}

describe('the same scenario, spread and folded', () => {
  it('has the same digests and tables, and both are verified', async () => {
    const forms = ['spread', 'folded'] as const;
    const directories: string[] = [];
    for (const form of forms) {
      const out = join(folder, form);
      const { directory } = await runText(SMALL_SCENARIO, out, { form, overrides });
      const { summary } = await smallPressure(out, { form, overrides });
      // The comparison has the scores of the run, read in either form.
      expect(summary!.comparison.run).toBe(readManifest(directory).digest);
      directories.push(directory);
    }
    const [spread, folded] = directories as [string, string];
    expect(readdirSync(folded).sort()).toEqual(['log.jsonl', 'pressure', 'result.jsonl.gz']);
    expect(readdirSync(join(folded, 'pressure')).sort()).toEqual([
      'certificate.json',
      'log.jsonl',
      'result.jsonl.gz',
      'summary.json',
    ]);
    for (const part of ['', 'pressure']) {
      const [one, other] = [readManifest(join(spread, part)), readManifest(join(folded, part))];
      expect(other.tables).toEqual(one.tables);
      expect(other.digest).toBe(one.digest);
      for (const stored of one.tables) {
        expect(await readStoredTable(join(folded, part), stored)).toEqual(
          await readStoredTable(join(spread, part), stored),
        );
      }
    }
    for (const directory of directories) {
      expect(await verifyRun(directory, verifying)).toMatchObject({ status: 'done', differs: null });
    }
    // Found again, and nothing computed.
    expect(await runText(SMALL_SCENARIO, join(folder, 'folded'), { form: 'folded', overrides })).toMatchObject({
      stored: true,
    });
    expect(await runText(SMALL_SCENARIO, join(folder, 'folded'), { overrides })).toMatchObject({ stored: true });
  });
});

describe('a folded run', () => {
  it('that is damaged is told by verify', async () => {
    const { directory } = await runText(SMALL_SCENARIO, join(folder, 'whole'), { form: 'folded' });
    const copy = join(folder, 'damaged');
    cpSync(directory, copy, { recursive: true });
    const whole = readFileSync(foldedFile(copy));
    whole[whole.length >> 1]! ^= 1;
    writeFileSync(foldedFile(copy), whole);
    await expect(verifyRun(copy, verifying)).rejects.toThrow(DeviceError);
    writeFileSync(foldedFile(copy), whole.subarray(0, whole.length - 1));
    await expect(verifyRun(copy, verifying)).rejects.toThrow(/result\.jsonl\.gz: damaged at byte 0: it is cut off/);
  });

  it('that was stopped has a manifest and a checkpoint, and goes on to the same result', async () => {
    const whole = await runText(SMALL_SCENARIO, join(folder, 'spread'), { overrides });
    const out = join(folder, 'stopped');
    const interruption = new AbortController();
    const stopped = await runText(SMALL_SCENARIO, out, {
      ...{ form: 'folded', overrides, interrupted: interruption.signal },
      onProgress: ({ generation }) => {
        // Nothing is there yet to resume, and nothing says that it is.
        if (generation === 3)
          expect(readdirSync(runPlace(out)).filter((name) => !/^lock/.test(name))).toEqual(['log.jsonl']);
        if (generation === 12) interruption.abort();
      },
    });
    expect(stopped).toMatchObject({ status: 'stopped', generation: 12 });
    expect(readManifest(stopped.directory).status).toBe('stopped');
    await expect(runText(SMALL_SCENARIO, out, { form: 'folded', overrides })).rejects.toThrow('add --resume to go on');
    const notes: string[] = [];
    const again = await runText(SMALL_SCENARIO, out, {
      ...{ form: 'folded', overrides, resume: true },
      onStart: (note) => notes.push(note),
    });
    expect(notes).toContain('resuming at generation 12');
    expect(again.digest).toBe(whole.digest);
    expect(readdirSync(again.directory).sort()).toEqual(['log.jsonl', 'result.jsonl.gz']);
  });

  it('goes from run over pressure to verify without DuckDB', async () => {
    const text = execFileSync(process.execPath, ['test/run/without-duckdb.mjs', join(folder, 'without')], {
      encoding: 'utf8',
    });
    expect(JSON.parse(text)).toEqual({ status: 'done', compared: true, duckdb: false });
  });
});
