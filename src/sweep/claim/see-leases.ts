import { join } from 'node:path';
import { byCodePoint } from '../../base/order.js';
import { namesIn } from '../../store/names-in.js';
import { layout } from '../layout.js';
import { type LeaseSighting, seeLease } from './lease-file.js';
import { parseLeaseName } from './lease-names.js';

/**
 * The lease that holds, of every id that has any: a point that is computed now, or was when its process died. Reads only.
 *
 * @returns by id, in code-point order
 */
export function seeLeases(directory: string): Map<string, LeaseSighting> {
  const highest = new Map<string, { readonly n: number; readonly file: string }>();
  const claims = layout.claims(directory);
  for (const fan of namesIn(claims).sort(byCodePoint)) {
    // Beside the folders there is for a moment the file that the clock is read from.
    if (fan.includes('.')) continue;
    for (const name of namesIn(join(claims, fan))) {
      const lease = parseLeaseName(name);
      if (lease === null || (highest.get(lease.id)?.n ?? -1) > lease.n) continue;
      highest.set(lease.id, { n: lease.n, file: join(claims, fan, name) });
    }
  }
  const sightings = new Map<string, LeaseSighting>();
  for (const id of [...highest.keys()].sort(byCodePoint)) {
    const { n, file } = highest.get(id)!;
    const sighting = seeLease(file, n);
    if (sighting !== null) sightings.set(id, sighting);
  }
  return sightings;
}
