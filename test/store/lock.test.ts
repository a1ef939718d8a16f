import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DeviceError } from '../../src/base/errors.js';
import { lockRunDirectory } from '../../src/store/lock.js';
import { errorOf, freshFolder } from './fixtures.js';

const folder = freshFolder();

/** The file with which a process says that it uses the folder, as far as this process is concerned. */
function leaveLock(pid: number | string, host = nameOfOwnLock().split('.').slice(2).join('.')): string {
  const file = join(folder(), `lock.${pid}.${host}`);
  writeFileSync(file, '');
  return file;
}

function nameOfOwnLock(): string {
  const lock = lockRunDirectory(folder());
  const name = readdirSync(folder()).find((entry) => entry.startsWith(`lock.${process.pid}.`))!;
  lock.release();
  return name;
}

describe('the lock of a run directory', () => {
  it('names this process and host, and is gone after release', () => {
    const lock = lockRunDirectory(folder());
    expect(readdirSync(folder())).toStrictEqual([nameWith(process.pid)]);
    lock.release();
    lock.release();
    expect(readdirSync(folder())).toStrictEqual([]);
    lockRunDirectory(folder()).release();
  });

  it('is refused a second time to this process, and the first one stays', async () => {
    const lock = lockRunDirectory(folder());
    const error = await errorOf(() => lockRunDirectory(folder()));
    expect(error).toBeInstanceOf(DeviceError);
    expect(error.message).toContain('is already in use by this process');
    expect(readdirSync(folder())).toHaveLength(1);
    lock.release();
  });

  it('is refused while another process lives, naming it, and leaves its lock alone', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    try {
      const file = leaveLock(child.pid!);
      const error = await errorOf(() => lockRunDirectory(folder()));
      expect(error).toBeInstanceOf(DeviceError);
      expect(error.message).toContain(
        `${folder()} is in use by process ${child.pid}; wait for it, stop it, or remove ${file}`,
      );
      expect(readdirSync(folder())).toStrictEqual([nameWith(child.pid!)]);
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    // The same process, now dead.
    const lock = lockRunDirectory(folder());
    expect(readdirSync(folder())).toStrictEqual([nameWith(process.pid)]);
    lock.release();
  });

  it('is taken over from a dead process', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    leaveLock(pid);
    const lock = lockRunDirectory(folder());
    expect(readdirSync(folder())).toStrictEqual([nameWith(process.pid)]);
    lock.release();
    expect(readdirSync(folder())).toStrictEqual([]);
  });

  it('is taken over from a dead process that had our own id', () => {
    leaveLock(process.pid);
    lockRunDirectory(folder()).release();
    expect(readdirSync(folder())).toStrictEqual([]);
  });

  it('is refused where a process of another host holds it, since nobody here can tell whether it lives', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    const file = leaveLock(pid, 'node17.cluster');
    const error = await errorOf(() => lockRunDirectory(folder()));
    expect(error).toBeInstanceOf(DeviceError);
    expect(error.message).toContain(`in use by process ${pid} on host node17.cluster; wait for it, or remove ${file}`);
    expect(readdirSync(folder())).toStrictEqual([`lock.${pid}.node17.cluster`]);
  });

  it('takes no notice of other files', () => {
    writeFileSync(join(folder(), 'lock'), '');
    writeFileSync(join(folder(), 'lock.x.y'), '');
    lockRunDirectory(folder()).release();
    expect(readdirSync(folder())).toStrictEqual(['lock', 'lock.x.y']);
  });

  it('names the folder that cannot be locked', async () => {
    const error = await errorOf(() => lockRunDirectory(join(folder(), 'absent')));
    expect(error).toBeInstanceOf(DeviceError);
    expect(error.message).toMatch(/cannot write .*absent\/lock\..*ENOENT/);
  });
});

const nameWith = (pid: number): string => `lock.${pid}.${hostname().replace(/[^A-Za-z0-9.-]/g, '_')}`;
