import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DeviceError } from '../../src/base/errors.js';
import { verifyRun } from '../../src/run/verify.js';
import { runText, SMALL_SCENARIO, temporaryFolder } from './scenario-text.js';

const folder = temporaryFolder();
const disk = join(folder, 'disk');

/** A file system of half a megabyte of its own, to be filled for real; null where mounting is not allowed. */
function mountSmallDisk(): string | null {
  mkdirSync(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', disk], { stdio: 'pipe' });
    return null;
  } catch (error) {
    return String((error as { stderr?: Buffer }).stderr ?? error).trim();
  }
}

const refusal = mountSmallDisk();
if (refusal !== null)
  console.log(`skipped: a run on a full disk, since no small disk can be mounted here (${refusal})`);
afterAll(() => {
  if (refusal === null) execFileSync('umount', [disk]);
});

describe.skipIf(refusal !== null)('a run on a full disk', () => {
  it('fails with a clear error, keeps what was finished, and goes on once there is room', async () => {
    const finished = await runText(SMALL_SCENARIO, disk);
    const ballast = join(disk, 'ballast');
    for (let i = 0, full = false; !full; i++) {
      try {
        writeFileSync(`${ballast}-${i}`, Buffer.alloc(4096));
      } catch {
        full = true;
      }
    }
    const options = { overrides: ['population.size=31'], checkpointEvery: 5 };
    const failure = await runText(SMALL_SCENARIO, disk, options).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DeviceError);
    expect(String(failure)).toMatch(/disk.*full|no space/i);
    const verdict = await verifyRun(finished.directory, { storedOnly: true, workers: 0, packageVersion: '0.0.0' });
    expect(verdict.status).toBe('done');

    for (const file of readdirSync(disk)) if (file.startsWith('ballast')) execFileSync('rm', [join(disk, file)]);
    const resumed = await runText(SMALL_SCENARIO, disk, { ...options, resume: true });
    const elsewhere = await runText(SMALL_SCENARIO, join(folder, 'elsewhere'), options);
    expect(resumed.digest).toBe(elsewhere.digest);
  });
});

describe('an out directory that cannot be written', () => {
  it('is a clear error that names it', async () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    const failure = await runText(SMALL_SCENARIO, file).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DeviceError);
    expect(String(failure)).toContain(file);
  });
});
