import { setTimeout } from 'node:timers/promises';
import { readBundle } from '../store/bundle/read-bundle.js';
import type { Point } from '../sweep/design/records.js';
import { layout } from '../sweep/layout.js';
import { elapsedByCommand } from '../sweep/merge/describe-run.js';
import type { ElapsedOf } from '../sweep/status/finished-costs.js';
import { statusReader } from '../sweep/status/read-status.js';
import type { SweepStatus } from '../sweep/status/records.js';
import { formatSweepStatus } from './format-sweep-status.js';
import { withCommands } from './point-commands.js';
import type { SweepFlags } from './sweep-mode.js';
import type { SweepSource } from './sweep-source.js';

/** Between two looks on a terminal. */
const REDRAW_MS = 2000;

/** Rows of each table where there is no terminal that they must fit. */
const MOST_ROWS = 20;

/** Lines that stand above and below the tables. */
const OTHER_LINES = 16;

/** Of a terminal that does not tell its size, or tells 0. */
const USUAL = { rows: 24, columns: 80 };

/** What a finished run took, from its file; null where it has just been packed. */
export const elapsedIn =
  (directory: string): ElapsedOf =>
  (id) => {
    try {
      return elapsedByCommand(readBundle(layout.done(directory, id)));
    } catch {
      // For an estimate others will do; a damaged file is told of when it is merged.
      return null;
    }
  };

/** Says how far a sweep is: on a terminal again and again until it is over, else once. */
export async function showStatus({ sweep, directory }: SweepSource, flags: SweepFlags): Promise<void> {
  const reader = statusReader(sweep, directory, elapsedIn(directory));
  const { stdout } = process;
  if (flags.json) {
    const status = reader.look();
    const base = layout.baseFile(directory);
    const told = <Of extends { readonly point: Point }>(all: readonly Of[]) =>
      all.map((one) => ({ ...one, point: withCommands(sweep, one.point, base) }));
    const { running, stale, failed } = status;
    const lists = { running: told(running), stale: told(stale), failed: told(failed) };
    stdout.write(`${JSON.stringify({ ...status, ...lists })}\n`);
    return;
  }
  const show = (status: SweepStatus, rows: number): string => formatSweepStatus(sweep, status, { rows });
  if (!stdout.isTTY || flags.once) {
    stdout.write(show(reader.look(), MOST_ROWS));
    return;
  }
  for (let drawn = 0; ; ) {
    const status = reader.look();
    const [height, width] = [stdout.rows || USUAL.rows, stdout.columns || USUAL.columns];
    const room = Math.max(3, Math.floor((height - OTHER_LINES) / 2));
    const lines = show(status, room)
      .trimEnd()
      .split('\n')
      .slice(0, height - 1);
    // Longer lines would wrap, and the next picture would begin too low.
    const picture = lines.map((line) => line.slice(0, width)).join('\n');
    stdout.write(`${drawn > 0 ? `\x1b[${drawn}A` : ''}\x1b[J${picture}\n`);
    drawn = lines.length;
    if (status.status === 'done' || status.status === 'failed') return;
    await setTimeout(REDRAW_MS);
  }
}
