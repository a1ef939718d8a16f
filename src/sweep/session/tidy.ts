import { join } from 'node:path';
import { type ClaimOptions, claim, release } from '../claim/lease.js';
import { namesIn } from '../claim/lease-names.js';
import { seeLeases } from '../claim/see-leases.js';
import { layout } from '../layout.js';
import { removeWorkDirectories } from './work-directory.js';

/**
 * Removes what processes left that died after their result was published: stale leases, and folders of runs that need no
 * more work.
 *
 * @param isSettled by id
 */
export function tidyUp(directory: string, isSettled: (id: string) => boolean, options: ClaimOptions): void {
  const leased = [...seeLeases(directory).keys()];
  for (const id of leased.filter(isSettled)) {
    const lease = claim(directory, id, options);
    if (lease === null) continue;
    removeWorkDirectories(directory, id);
    release(lease);
  }
  const works = layout.works(directory);
  const begun = namesIn(works).flatMap((fan) => namesIn(join(works, fan)).map((name) => name.split('.')[0]!));
  for (const id of new Set(begun)) {
    if (isSettled(id) && !leased.includes(id)) removeWorkDirectories(directory, id);
  }
}
