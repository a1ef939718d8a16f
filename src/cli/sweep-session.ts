import { availableParallelism } from 'node:os';
import { UserError } from '../base/errors.js';
import type { Point, Sweep } from '../sweep/design/records.js';
import { showPoint } from '../sweep/design/show-point.js';
import type { SessionEvent, SessionOutcome } from '../sweep/session/events.js';
import { runSession } from '../sweep/session/session.js';
import { statusReader } from '../sweep/status/read-status.js';
import type { StateCounts } from '../sweep/status/records.js';
import { ExitStatus } from './exit.js';
import { formatCount } from './format-amounts.js';
import { formatSeconds } from './format-seconds.js';
import { createProgressLine, type ProgressLine } from './progress.js';
import { type RunsProgress, runsStyle } from './progress-runs.js';
import { onStopSignal } from './stop-signals.js';
import { mergeWithProgress } from './sweep-merge.js';
import type { SweepFlags } from './sweep-mode.js';
import { beginSweep, type SweepSource } from './sweep-source.js';
import { packageVersion } from './version.js';

/** What `--json` prints of a session. */
export interface SessionReport {
  readonly directory: string;
  /** `failed`: nothing is left to do, and some runs failed for good. */
  readonly status: 'done' | 'stopped' | 'failed';
  /** As `--status --json` counts. */
  readonly counts: StateCounts;
  /** Runs that this process finished. */
  readonly computed: number;
  /** Folder of the merged tables; null where they were not brought up to date. */
  readonly tables: string | null;
  /** Over what they hold; null likewise. */
  readonly digest: string | null;
}

/** Computes a sweep, as all of it on this machine (mode `local`) or as one task of several (mode `shard`). */
export async function computeSweep(source: SweepSource, mode: 'local' | 'shard', flags: SweepFlags): Promise<void> {
  const directory = await beginSweep(source, flags);
  const started = performance.now();
  let report: SessionReport;
  try {
    report = await compute(source.sweep, directory, mode, flags);
  } catch (error) {
    // For a program that reads; the message for a person goes to stderr as always.
    if (flags.json && error instanceof Error && !(error instanceof UserError))
      process.stdout.write(`${JSON.stringify({ directory, status: 'failed', error: error.message })}\n`);
    throw error;
  }
  const seconds = (performance.now() - started) / 1000;
  process.stdout.write(flags.json ? `${JSON.stringify(report)}\n` : formatReport(source.sweep, report, seconds));
  process.exitCode = ExitStatus[report.status];
}

async function compute(
  sweep: Sweep,
  directory: string,
  mode: 'local' | 'shard',
  flags: SweepFlags,
): Promise<SessionReport> {
  const { status, computed } = await withSignals(flags, (progress, interrupted) =>
    runSession(sweep, directory, {
      threads: threadsOf(flags),
      // Tasks are counted from 1 by those who start them.
      shard: flags.shard === undefined ? null : { index: flags.shard.index - 1, count: flags.shard.count },
      wait: mode === 'local',
      packageVersion: packageVersion(),
      interrupted,
      onEvent: tellEvent(sweep, progress),
    }),
  );
  const isWhole = mode === 'local' && status === 'done';
  const { counts } = statusReader(sweep, directory, () => null).look();
  const merged = isWhole ? await mergeWithProgress(sweep, directory, flags) : null;
  return {
    ...{ directory, counts, computed, tables: merged?.tables ?? null, digest: merged?.digest ?? null },
    status: status === 'done' && counts.failed > 0 ? 'failed' : status,
  };
}

/** Runs at once. */
function threadsOf({ local, workers }: SweepFlags): number {
  return (typeof local === 'number' ? local : workers) ?? availableParallelism();
}

/** Work that a first signal asks to stop, with a bar; a second one ends the process at once. */
async function withSignals(
  flags: SweepFlags,
  work: (progress: ProgressLine<RunsProgress>, interrupted: AbortSignal) => Promise<SessionOutcome>,
): Promise<SessionOutcome> {
  const progress = createProgressLine(flags.quiet === true, runsStyle());
  const interruption = new AbortController();
  const interrupt = (signal: NodeJS.Signals): void => {
    progress.note(`${signal}: stopping with checkpoints (again: at once, without)`);
    interruption.abort();
  };
  const stopListening = onStopSignal(interrupt);
  try {
    return await work(progress, interruption.signal);
  } finally {
    progress.end();
    stopListening();
  }
}

/** Says what happens, as far as somebody may want to know at once. */
function tellEvent({ axes }: Sweep, { update, note, warn }: ProgressLine<RunsProgress>): (event: SessionEvent) => void {
  const name = (point: Point): string => `run ${point.index} (${showPoint(axes, point)})`;
  return (event) => {
    switch (event.kind) {
      case 'progress':
        update(event);
        break;
      case 'claimed':
        if (event.from !== null) note(`${name(event.point)}: goes on from where ${event.from.host} left it`);
        break;
      case 'failed':
        if (event.left > 0) {
          note(`${name(event.point)}: failed, to be tried again: ${firstLine(event.attempt.error)}`);
        } else {
          warn(`${name(event.point)}, seed ${event.point.seed}: failed for good: ${firstLine(event.attempt.error)}`);
        }
        break;
      case 'lost':
        note(`${name(event.point)}: taken over by another process, since this one gave no sign of life in time`);
        break;
      case 'waiting':
        note(`nothing is left to begin; waiting for ${formatCount(event.held, 'run')} of other processes`);
        break;
      case 'note':
        note(event.point === null ? event.text : `${name(event.point)}: ${event.text}`);
        break;
      case 'warning':
        warn(event.point === null ? event.text : `${name(event.point)}: ${event.text}`);
        break;
    }
  };
}

const firstLine = (text: string): string => text.split('\n')[0]!;

/** Why this process finished no run. */
function nothingComputed({ status, counts }: SessionReport): string {
  if (status === 'stopped') return 'nothing: stopped before a run was finished';
  return counts.done === counts.points ? 'nothing: all was there' : 'nothing';
}

function formatReport(sweep: Sweep, report: SessionReport, seconds: number): string {
  const { directory, status, counts, computed, tables, digest } = report;
  const { points, done, failed } = counts;
  const left = points - done - failed;
  const bad = failed === 0 ? '' : `, ${failed} failed for good`;
  const lines: [string, string][] = [
    [
      'sweep',
      `${sweep.name}: ${done} of ${formatCount(points, 'run')} finished${bad}${left === 0 ? '' : `, ${left} left`}`,
    ],
    [
      'computed',
      computed === 0 ? nothingComputed(report) : `${formatCount(computed, 'run')} here, in ${formatSeconds(seconds)}`,
    ],
    ...(tables === null ? [] : [['tables', tables] as [string, string]]),
    ...(digest === null ? [] : [['digest', digest] as [string, string]]),
    ['directory', directory],
  ];
  const further =
    status === 'stopped'
      ? `stopped: go on with scarce sweep ${directory} --resume\n`
      : failed > 0
        ? `what failed, and how to try again: scarce sweep ${directory} --status\n`
        : tables === null
          ? ''
          : `ask it: scarce query ${directory} 'SELECT * EXCLUDE (summary, pressure_summary, certificate) FROM runs LIMIT 5'\n`;
  return `${lines.map(([name, value]) => `${name.padEnd(14)} ${value}\n`).join('')}${further}`;
}
