import { randomBytes } from 'node:crypto';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PARTIAL } from '../atomic-file.js';
import { guardFiles } from '../device-fault.js';
import { namesIn } from '../names-in.js';

/** Ending of a pack that is being removed. */
const REMOVED = '.removed';

/** A folder for what DuckDB spills while it makes packs, cleared as what is half written is. */
export function spillFolder(packs: string): string {
  return join(packs, `spill_${randomBytes(8).toString('hex')}${PARTIAL}`);
}

/** Removes a pack: under another name, so that nobody ever sees a part of it. */
export function removePack(packs: string, name: string): void {
  const pack = join(packs, name);
  guardFiles('remove', pack, () => {
    renameSync(pack, pack + REMOVED);
    rmSync(pack + REMOVED, { recursive: true, force: true });
  });
}

/** Removes packs that killed processes left half written or half removed. Nobody else may be writing there. */
export function clearPacks(packs: string): void {
  guardFiles('clear', packs, () => {
    for (const name of namesIn(packs)) {
      const isLeft = name.endsWith(PARTIAL) || name.endsWith(REMOVED);
      if (isLeft) rmSync(join(packs, name), { recursive: true, force: true });
    }
  });
}
