import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DeviceError } from '../../src/base/errors.js';
import { verifyRun } from '../../src/run/verify.js';
import { readLog } from '../../src/store/log.js';
import { mountSmallDisk } from '../small-disk.js';
import { smallPressure } from './pressure/small-pressure.js';
import { runText, SMALL_SCENARIO, temporaryFolder } from './scenario-text.js';

const folder = temporaryFolder();
const disk = join(folder, 'disk');

const { refusal, fill: fillDisk, makeRoom } = mountSmallDisk(disk, 'a run on a full disk');

/** Generations of which a run directory holds checkpoints, oldest first. */
function checkpointsIn(directory: string): number[] {
  return readdirSync(join(directory, 'checkpoint'))
    .sort()
    .map((name) => Number.parseInt(name, 10));
}

/** Generations at which a run was resumed. */
function resumptions(directory: string): unknown[] {
  return readLog(directory).flatMap((entry) => (entry.event === 'resumed' ? [entry.resumed_at] : []));
}

describe.skipIf(refusal !== null)('a run on a full disk', () => {
  it('fails with a clear error, keeps what was finished, and goes on once there is room', async () => {
    const finished = await runText(SMALL_SCENARIO, disk);
    fillDisk();
    const options = { overrides: ['population.size=31'], checkpointEvery: 5 };
    const failure = await runText(SMALL_SCENARIO, disk, options).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DeviceError);
    expect(String(failure)).toMatch(/disk.*full|no space/i);
    const verdict = await verifyRun(finished.directory, { storedOnly: true, workers: 0, packageVersion: '0.0.0' });
    expect(verdict.status).toBe('done');

    makeRoom();
    const resumed = await runText(SMALL_SCENARIO, disk, { ...options, resume: true });
    const elsewhere = await runText(SMALL_SCENARIO, join(folder, 'elsewhere'), options);
    expect(resumed.digest).toBe(elsewhere.digest);
  });

  it('that fills up between two checkpoints fails at the next one, and goes on from the one before', async () => {
    const options = { overrides: ['population.size=32'], checkpointEvery: 5 };
    const elsewhere = await runText(SMALL_SCENARIO, join(folder, 'elsewhere'), options);
    const directory = elsewhere.directory.replace(join(folder, 'elsewhere'), disk);
    const failure = await runText(SMALL_SCENARIO, disk, {
      ...options,
      onProgress: ({ generation }) => generation === 12 && fillDisk(),
    }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DeviceError);
    expect(String(failure)).toMatch(/cannot write .*0015\.ckpt: no space is left on the disk/);
    expect(checkpointsIn(directory)).toEqual([5, 10]);

    makeRoom();
    const resumed = await runText(SMALL_SCENARIO, disk, { ...options, resume: true });
    expect(resumptions(directory)).toEqual([10]);
    expect(resumed.digest).toBe(elsewhere.digest);
  });

  it('that fills up at the very end fails at the result, and writes it without evolving again', async () => {
    const options = { overrides: ['population.size=33'], checkpointEvery: 10 };
    const elsewhere = await runText(SMALL_SCENARIO, join(folder, 'elsewhere'), options);
    const directory = elsewhere.directory.replace(join(folder, 'elsewhere'), disk);
    let foundWhenFilled: unknown;
    const failure = await runText(SMALL_SCENARIO, disk, {
      ...options,
      onProgress: ({ generation }) => {
        if (generation < 23) return;
        // The evolved state is saved before the next turn of the event loop, tables are written some turns later.
        setImmediate(() => {
          const tables = readdirSync(directory).filter((file) => file.endsWith('.parquet'));
          foundWhenFilled = { checkpoints: checkpointsIn(directory), tables };
          fillDisk();
        });
      },
    }).catch((error: unknown) => error);
    expect(foundWhenFilled).toEqual({ checkpoints: [20, 23], tables: [] });
    expect(failure).toBeInstanceOf(DeviceError);
    expect(String(failure)).toMatch(/cannot write .*\.parquet: .*(disk.*full|no space)/i);
    expect(checkpointsIn(directory)).toEqual([20, 23]);

    makeRoom();
    const evolvedAgain: number[] = [];
    const resumed = await runText(SMALL_SCENARIO, disk, {
      ...options,
      resume: true,
      onProgress: ({ generation }) => evolvedAgain.push(generation),
    });
    expect(resumptions(directory)).toEqual([23]);
    expect(evolvedAgain).toEqual([]);
    expect(resumed.digest).toBe(elsewhere.digest);
    expect(existsSync(join(directory, 'checkpoint'))).toBe(false);
  });
});

describe.skipIf(refusal !== null)('a pressure curve on a full disk', () => {
  it('fails with a clear error, and goes on from its checkpoint once there is room', async () => {
    makeRoom();
    const overrides = ['pressure.until.bits=5'];
    const elsewhere = await smallPressure(join(folder, 'elsewhere'), { overrides });
    const directory = elsewhere.directory.replace(join(folder, 'elsewhere'), disk);
    const failure = await smallPressure(disk, {
      ...{ overrides, checkpointEvery: 5 },
      onProgress: ({ levels }) => levels === 7 && fillDisk(),
    }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DeviceError);
    expect(String(failure)).toMatch(/cannot write .*0010\.ckpt: no space is left on the disk/);
    expect(checkpointsIn(join(directory, 'pressure'))).toEqual([5]);

    makeRoom();
    const resumed = await smallPressure(disk, { overrides, resume: true });
    expect(resumptions(join(directory, 'pressure'))).toEqual([5]);
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
