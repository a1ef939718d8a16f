import type { Axis, Sweep } from '../sweep/design/records.js';
import { showPoint } from '../sweep/design/show-point.js';
import { layout } from '../sweep/layout.js';
import type { FailedPoint, HeldPoint, SweepStatus, TimeLeft } from '../sweep/status/records.js';
import { NOBODY } from '../sweep/status/time-left.js';
import { formatCoreTime, formatCount, formatRate } from './format-amounts.js';
import { formatTable } from './format-rows.js';
import { formatSeconds } from './format-seconds.js';
import { pointCommand, quoted } from './point-commands.js';

/** Characters of an error that are shown. */
const MOST_CHARACTERS = 240;

/** Rows of each table, at most: all of them are in --json. */
export interface Room {
  readonly rows: number;
}

/** How far a sweep is, for reading. */
export function formatSweepStatus(sweep: Sweep, status: SweepStatus, { rows }: Room): string {
  const { axes } = sweep;
  const { counts, running, stale, failed, toBeRetried, outside } = status;
  const share = counts.points === 0 ? 0 : Math.floor((100 * counts.done) / counts.points);
  const hosts = new Set(running.map(({ holder }) => holder?.host ?? '?')).size;
  const lines: [string, string | null][] = [
    ['sweep', `${status.name}, ${formatCount(counts.points, 'run')}, ${status.directory}`],
    ['done', `${counts.done.toLocaleString('en')} (${share} %)`],
    ['running', running.length === 0 ? '0' : `${running.length} on ${formatCount(hosts, 'host')}`],
    [
      'stale',
      stale.length === 0 ? null : `${stale.length}, whose process died: whoever works on the sweep goes on with them`,
    ],
    ['failed', failed.length === 0 ? null : `${failed.length} for good`],
    [
      'missing',
      `${counts.missing.toLocaleString('en')}${toBeRetried > 0 ? `; ${formatCount(toBeRetried, 'run')} failed once and will be tried again` : ''}`,
    ],
    [
      'outside',
      outside === 0 ? null : `${formatCount(outside, 'finished run')} not of the present design: kept, not merged`,
    ],
    ['time left', status.timeLeft.kind === 'none' ? null : formatTimeLeft(status.timeLeft)],
  ];
  const list = lines.flatMap(([name, value]) => (value === null ? [] : [`${name.padEnd(14)} ${value}\n`])).join('');
  return (
    list +
    table('running', running, rows, (held) => heldRow(held, axes)) +
    table('stale', stale, rows, (held) => heldRow(held, axes)) +
    failedList(sweep, status, rows) +
    status.notes.map((note) => `\nnote: ${note}\n`).join('')
  );
}

/** What is known of the time that a sweep still takes. */
export function formatTimeLeft(left: TimeLeft): string {
  if (left.kind === 'none') return 'none';
  if (left.kind === 'known') {
    const from = left.measured > 0 ? formatCount(left.measured, 'finished run') : 'the pace of those running';
    const told = `${formatCoreTime(left.coreSeconds)} at ${formatCount(left.atOnce, 'run')} at once, told from ${from}`;
    return `${left.seconds < 1 ? '' : 'about '}${formatSeconds(left.seconds)} (${told})`;
  }
  const { reason, coreSeconds } = left;
  if (coreSeconds === null || coreSeconds < 1) return `unknown: ${reason}`;
  return `unknown: ${reason}; ${reason === NOBODY ? '' : 'the others '}about ${formatCoreTime(coreSeconds)}`;
}

const HELD = ['run', 'progress', 'rate', 'last sign of life', 'host', 'job', 'point'];

function heldRow({ point, holder, ageSeconds }: HeldPoint, axes: readonly Axis[]): (string | number)[] {
  const progress = holder?.progress ?? null;
  const what = progress?.command === 'pressure' ? 'level' : 'generation';
  return [
    point.index,
    progress === null ? 'begun' : `${what} ${progress.done} of ${progress.total}`,
    progress === null || progress.elapsedMs === 0
      ? '-'
      : formatRate((progress.done - progress.from) / (progress.elapsedMs / 1000)),
    ageSeconds < 1 ? 'now' : `${formatSeconds(ageSeconds)} ago`,
    holder?.host ?? '?',
    holder?.job ?? `pid ${holder?.pid ?? '?'}`,
    showPoint(axes, point),
  ];
}

function table<Row>(
  title: string,
  all: readonly Row[],
  most: number,
  rowOf: (row: Row) => (string | number)[],
): string {
  if (all.length === 0) return '';
  const names = [title, ...HELD.slice(1)];
  const more = all.length > most ? `… and ${all.length - most} more\n` : '';
  return `\n${formatTable(names, all.slice(0, most).map(rowOf))}${more}`;
}

function failedList(sweep: Sweep, { failed, directory }: SweepStatus, most: number): string {
  if (failed.length === 0) return '';
  const shown = failed.slice(0, most).map((point) => `${formatFailure(point, sweep.axes)}\n`);
  const more = failed.length > most ? `… and ${failed.length - most} more (--json lists all)\n` : '';
  const { point, record } = failed[0]!;
  const alone = pointCommand(sweep, point, record.attempts.at(-1)!.command, layout.baseFile(directory));
  return (
    `\nfailed\n------\n${shown.join('')}${more}` +
    `run ${point.index} by itself: ${alone}\n` +
    `all of them again: scarce sweep ${quoted(directory)} --retry-failed\n`
  );
}

/** As much of an error as can be taken in at a look; all of it is in --json. */
function clipped(error: string): string {
  const line = error.split('\n')[0]!;
  return line.length <= MOST_CHARACTERS ? line : `${line.slice(0, MOST_CHARACTERS)}…`;
}

/** A run that failed: which it is, and what its last attempt came to. */
export function formatFailure({ point, record }: FailedPoint, axes: readonly Axis[]): string {
  const { attempts } = record;
  const { command, host, error } = attempts.at(-1)!;
  const times = attempts.length === 1 ? '' : `, ${attempts.length} times`;
  return `run ${point.index} (${showPoint(axes, point)}, seed ${point.seed}): ${command} failed on ${host}${times}: ${clipped(error)}`;
}
