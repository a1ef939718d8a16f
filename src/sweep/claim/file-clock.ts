import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { guardFiles } from '../../store/device-fault.js';
import { createDirectory } from '../../store/run-directory.js';

const CLOCK = 'clock.';

/** Whether a file is one from which somebody reads the time, by its name. */
export function isClockFile(name: string): boolean {
  return name.startsWith(CLOCK);
}

/**
 * The time of the file system that holds a folder, in ms since 1970: that of a file just written there. The clocks of two
 * nodes may differ by hours; times of files on one file system all come from one clock.
 *
 * @throws DeviceError where nothing can be written there
 */
export function fileSystemNow(folder: string): number {
  const probe = join(folder, `${CLOCK}${randomBytes(8).toString('hex')}`);
  createDirectory(folder);
  return guardFiles('write', probe, () => {
    try {
      const handle = openSync(probe, 'w');
      try {
        writeSync(handle, '.');
      } finally {
        // On a network file system the server's time is set by now, and seen by whoever opens the file next.
        closeSync(handle);
      }
      return modifiedAt(probe);
    } finally {
      rmSync(probe, { force: true });
    }
  });
}

function modifiedAt(file: string): number {
  const handle = openSync(file, 'r');
  try {
    return fstatSync(handle).mtimeMs;
  } finally {
    closeSync(handle);
  }
}
