import { closeSync, openSync, readdirSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { DeviceError } from '../base/errors.js';
import { guardFiles, systemErrorCode } from './device-fault.js';

const LOCK_NAME = /^lock\.(\d+)\.(.+)$/;

/** Whether a file in a run directory is somebody's lock, by its name. */
export function isLockName(name: string): boolean {
  return LOCK_NAME.test(name);
}

/** Locks that this process holds, by path: one with our own process id that is not here was left by a dead process. */
const held = new Set<string>();

export interface RunLock {
  /** Gives the directory free; a second call does nothing. */
  release(): void;
}

/**
 * Keeps other processes from writing into a run directory until released.
 *
 * Each process that wants the directory first creates a file `lock.<process id>.<host>` of its own there, then looks for
 * those of others: of two that come at once, the later sees the earlier's, so never do both get it (though both may be
 * refused). The lock of a dead process of this host is removed, which is safe since nobody else owns a file of that name.
 *
 * @throws DeviceError where another process holds the directory, naming it
 */
export function lockRunDirectory(directory: string): RunLock {
  const host = hostname().replace(/[^A-Za-z0-9.-]/g, '_') || 'localhost';
  const own = `lock.${process.pid}.${host}`;
  const file = join(resolve(directory), own);
  if (held.has(file)) throw new DeviceError(`${directory} is already in use by this process`);
  guardFiles('write', file, () => closeSync(openSync(file, 'w')));
  held.add(file);
  const release = (): void => {
    if (held.delete(file)) rmSync(file, { force: true });
  };
  try {
    const others = guardFiles('read', directory, () => readdirSync(directory)).filter((name) => name !== own);
    for (const name of others.sort()) refuseOrRemove(directory, name, host);
  } catch (error) {
    release();
    throw error;
  }
  return { release };
}

function refuseOrRemove(directory: string, name: string, host: string): void {
  const [, pid, otherHost] = name.match(LOCK_NAME) ?? [];
  if (pid === undefined) return;
  const file = join(directory, name);
  if (otherHost !== host) {
    throw new DeviceError(
      `${directory} is in use by process ${pid} on host ${otherHost}; wait for it, or remove ${file} if it is gone`,
    );
  }
  if (isAlive(Number(pid))) {
    throw new DeviceError(
      `${directory} is in use by process ${pid}; wait for it, stop it, or remove ${file} if it is something else`,
    );
  }
  guardFiles('remove', file, () => rmSync(file, { force: true }));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else.
    return systemErrorCode(error) !== 'ESRCH';
  }
}
