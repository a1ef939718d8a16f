import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PARTIAL } from '../../store/atomic-file.js';
import { guardFiles } from '../../store/device-fault.js';
import { namesIn } from '../../store/names-in.js';
import { fileSystemNow, isClockFile } from '../claim/file-clock.js';
import { type ClaimOptions, claim, release } from '../claim/lease.js';
import { FRESH } from '../claim/place-lease.js';
import { seeLeases } from '../claim/see-leases.js';
import { layout } from '../layout.js';
import { removeWorkDirectories } from './work-directory.js';

/**
 * Removes what processes left that were killed at a bad moment: stale leases of runs that need no more work, folders of
 * such runs, and files that were still being written.
 *
 * @param isSettled whether a run needs no more work, by id
 */
export function tidyUp(directory: string, isSettled: (id: string) => boolean, options: ClaimOptions): void {
  const leased = new Set(seeLeases(directory).keys());
  for (const id of [...leased].filter(isSettled)) {
    const lease = claim(directory, id, options);
    if (lease === null) continue;
    removeWorkDirectories(directory, id);
    release(lease);
    leased.delete(id);
  }
  const isLeft = (id: string): boolean => isSettled(id) && !leased.has(id);
  for (const { name } of fannedIn(layout.works(directory))) {
    if (isLeft(idOf(name))) removeWorkDirectories(directory, idOf(name));
  }
  const torn = fannedIn(layout.dones(directory)).filter(({ name }) => name.endsWith(PARTIAL) && isLeft(idOf(name)));
  for (const { path } of [...torn, ...leftOfClaims(directory, options)]) remove(path);
}

/** What lies in the folders of a fanned-out folder. */
function fannedIn(root: string): { name: string; path: string }[] {
  return namesIn(root)
    .filter((fan) => !fan.includes('.'))
    .flatMap((fan) => namesIn(join(root, fan)).map((name) => ({ name, path: join(root, fan, name) })));
}

/** Every file and folder of a run is named for it. */
function idOf(name: string): string {
  return name.split('.', 1)[0]!;
}

/**
 * What is left of claims in the middle of which somebody was killed: leases without a number, and files from which the file
 * system's time was to be read. By their age, since whoever claims a run now needs the like, also of a run that is settled
 * meanwhile.
 */
function leftOfClaims(directory: string, { stale }: ClaimOptions): { path: string }[] {
  const claims = layout.claims(directory);
  const clocks = namesIn(claims)
    .filter(isClockFile)
    .map((name) => ({ path: join(claims, name) }));
  const files = [...clocks, ...fannedIn(claims).filter(({ name }) => name.endsWith(FRESH))];
  if (files.length === 0) return [];
  const now = fileSystemNow(claims);
  return files.filter(({ path }) => now - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now) > stale * 1000);
}

function remove(path: string): void {
  guardFiles('remove', path, () => rmSync(path, { force: true }));
}
