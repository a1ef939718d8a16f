import { findManifest } from '../../store/find-manifest.js';
import { partDirectory } from '../../store/parts.js';
import type { RunOutcome } from '../outcome.js';
import { excessOf } from './excess.js';
import { readSummary } from './outcome.js';
import type { Excess } from './records.js';

/** The excess of a finished run over the pressure curve in its directory; null where no such curve is finished. */
export function excessBeside({ directory, hash, seed, summary }: RunOutcome): readonly Excess[] | null {
  const part = partDirectory(directory, 'pressure');
  const manifest = findManifest(part);
  if (summary === null || manifest?.status !== 'done') return null;
  if (manifest.hash !== hash || manifest.seed !== seed) return null;
  return excessOf(readSummary(part), summary);
}
