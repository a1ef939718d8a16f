import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A file system of its own, to be filled for real. */
export interface SmallDisk {
  /** Why there is none; null where there is. */
  readonly refusal: string | null;
  /** Fills it to its last page. */
  readonly fill: () => void;
  readonly makeRoom: () => void;
}

/**
 * Mounts a megabyte on a folder until the tests of the file are over; where mounting is not allowed, says so.
 *
 * @param disk a folder that is not there yet
 * @param what is then skipped
 */
export function mountSmallDisk(disk: string, what: string): SmallDisk {
  const refusal = mount(disk);
  if (refusal !== null) console.log(`skipped: ${what}, since no small disk can be mounted here (${refusal})`);
  afterAll(() => {
    if (refusal === null) execFileSync('umount', [disk]);
  });
  return {
    refusal,
    fill() {
      for (let i = 0; ; i++) {
        try {
          writeFileSync(join(disk, `ballast-${i}`), Buffer.alloc(4096));
        } catch {
          return;
        }
      }
    },
    makeRoom() {
      for (const file of readdirSync(disk)) if (file.startsWith('ballast')) rmSync(join(disk, file));
    },
  };
}

function mount(disk: string): string | null {
  mkdirSync(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk], { stdio: 'pipe' });
    return null;
  } catch (error) {
    return String((error as { stderr?: Buffer }).stderr ?? error).trim();
  }
}
