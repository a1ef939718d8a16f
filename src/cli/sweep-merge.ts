import type { Sweep } from '../sweep/design/records.js';
import { type Merged, mergeSweep } from '../sweep/merge/merge-sweep.js';
import { formatCount } from './format-amounts.js';
import { createProgressLine } from './progress.js';
import { merging } from './progress-merge.js';
import type { SweepFlags } from './sweep-mode.js';
import { refuseUnbegun, type SweepSource } from './sweep-source.js';

/** Brings the merged tables up to date, and says so where that takes a while. */
export async function mergeWithProgress(sweep: Sweep, directory: string, flags: SweepFlags): Promise<Merged> {
  const progress = createProgressLine(flags.quiet === true, merging);
  try {
    const merged = await mergeSweep(sweep, directory, { onProgress: progress.update, onNote: progress.note });
    for (const note of merged.notes) progress.note(note);
    return merged;
  } finally {
    progress.end();
  }
}

/** `scarce sweep --merge`. */
export async function mergeNow(source: SweepSource, flags: SweepFlags): Promise<void> {
  refuseUnbegun(source);
  const { sweep, directory } = source;
  const merged = await mergeWithProgress(sweep, directory, flags);
  const { finished, points, packed, tables, written } = merged;
  process.stdout.write(
    flags.json
      ? `${JSON.stringify({ directory, status: finished === points ? 'done' : 'stopped', ...merged })}\n`
      : `${tables}: ${finished} of ${formatCount(points, 'run')}, ${packed} of them new${written ? '' : '; nothing had come, nothing was written'}\n`,
  );
}
