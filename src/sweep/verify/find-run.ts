import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../../base/errors.js';
import { readBundle } from '../../store/bundle/read-bundle.js';
import { runDirectory } from '../../store/run-directory.js';
import { finishedPoints } from '../finished.js';
import { layout } from '../layout.js';
import { loadSweepDirectory } from '../open-sweep.js';
import type { StoredAt } from './verify-again.js';

/**
 * A finished run of a sweep by the run directory that it would have, although no such folder is there.
 *
 * @param path `<sweep>/<name>/<seed>-<hash>`
 * @throws UserError where the sweep has no such run, or it is not finished
 */
export async function findStoredRun(directory: string, path: string): Promise<StoredAt> {
  const [name, label] = [basename(dirname(resolve(path))), basename(path)];
  const wanted = `${name}/${label}`;
  const known = finishedPoints(directory);
  for (const id of known.ids()) {
    const packed = known.packed(id);
    if (packed?.directory === wanted) return { directory, id, pack: packed.pack };
  }
  const sweep = await loadSweepDirectory(directory);
  // The hash of a point is not known without resolving it, its seed is: a few points have the same.
  const seedOf = (folder: string): string => folder.slice(0, folder.lastIndexOf('-'));
  for (const { id, seed } of sweep.points) {
    if (seedOf(basename(runDirectory('', name, seed, ''))) !== seedOf(label)) continue;
    const file = layout.done(directory, id);
    if (existsSync(file) && readBundle(file).directory === wanted) return { directory, id, pack: null };
  }
  throw new UserError(
    `${join(directory, wanted)}: no finished run of the sweep ${directory} would lie there; its table runs has all: ` +
      `scarce query ${directory} 'SELECT run_name, run_seed, run_hash FROM runs'`,
  );
}
