import type { Evaluation } from '../../run/evaluation.js';
import type { Scenario } from '../../scenario/scenario.js';
import type { Coordinate, Point, Sweep } from '../design/records.js';
import { showPoint } from '../design/show-point.js';
import type { FinishedPoints } from '../finished.js';
import { type ElapsedOf, finishedCosts } from '../status/finished-costs.js';
import { costOfFinished, costOfTried, type Tried, tryPoints } from './cost.js';
import { type BytesOfRun, bytesOfFinished, bytesOfRows, diskEstimate } from './disk.js';
import type { AxisValues, CostEstimate, DryRun } from './records.js';

/** Points that are shown. */
const SHOWN = 3;

export interface DryRunOptions {
  readonly sweep: Sweep;
  /** Of the sweep; it need not be there yet. */
  readonly directory: string;
  readonly finished: FinishedPoints;
  readonly elapsedOf: ElapsedOf;
  readonly resolve: (point: Point) => Scenario;
  readonly evaluation: Pick<Evaluation, 'name' | 'device'>;
  /** Points that were checked, whole. */
  readonly checked: number;
  /** How long points are tried, in all. */
  readonly budgetMs: number;
}

/** Says what a sweep would do and take, and does nothing of it. */
export function dryRun(options: DryRunOptions): DryRun {
  const { sweep, directory, finished, elapsedOf, resolve, evaluation, checked, budgetMs } = options;
  const { points, axes, base, commands } = sweep;
  const left = points.filter(({ id }) => !finished.has(id));
  const done = points.length - left.length;
  const bytes = bytesOfFinished(directory, {
    unpacked: finished.unpacked().length,
    packed: finished.ids().size - finished.unpacked().length,
  });
  const measured = left.length === 0 || done === 0 ? [] : finishedCosts(sweep, finished, elapsedOf);
  const known = costOfFinished(points, left, measured);
  const isTryNeeded = left.length > 0 && (known === null || bytes === null);
  const tried = isTryNeeded ? tryPoints(sweep, left, resolve, evaluation, budgetMs) : { found: [], refused: [] };
  const cost = left.length === 0 ? null : (known ?? costOfTried(points, left, tried));
  const disk = diskEstimate(
    directory,
    points.length,
    bytes ?? meanBytes(tried),
    bytes === null ? { kind: 'tried', points: tried.found.length } : { kind: 'finished', points: finished.ids().size },
  );
  return {
    ...{ directory, name: sweep.name, base: base.file, commands, evaluator: evaluation.name },
    axes: axes.map((axis, a): AxisValues => ({ ...axis, values: valuesOf(points, a) })),
    combinations: new Set(points.map(({ coordinates }) => JSON.stringify(coordinates))).size,
    replicates: points.reduce((most, { replicate }) => Math.max(most, replicate + 1), 0),
    ...{ points: points.length, done, checked, cost, disk, first: points.slice(0, SHOWN) },
    notes: [...notesOf(disk, cost), ...refusals(sweep, tried)],
  };
}

function valuesOf(points: readonly Point[], axis: number): Coordinate[] {
  return [...new Set(points.map(({ coordinates }) => coordinates[axis]!))];
}

function meanBytes(tried: Tried): BytesOfRun {
  const each = tried.found.map(({ takes }) => bytesOfRows(takes.rows));
  const mean = (of: (bytes: BytesOfRun) => number): number =>
    each.reduce((sum, bytes) => sum + of(bytes), 0) / Math.max(1, each.length);
  return { file: mean(({ file }) => file), kept: mean(({ kept }) => kept) };
}

/** Points that would fail, the first of them in full. */
function refusals({ axes }: Sweep, { found, refused }: Tried): string[] {
  if (refused.length === 0) return [];
  const { point, reason } = refused[0]!;
  const more = refused.length === 1 ? '' : `; and ${refused.length - 1} more of ${found.length + refused.length} tried`;
  return [`run ${point.index} (${showPoint(axes, point)}) would fail: ${reason}${more}`];
}

function notesOf({ mostBytes, usedBytes, freeBytes }: DryRun['disk'], cost: CostEstimate | null): string[] {
  const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toPrecision(2)} GiB`;
  const notes: string[] = [];
  if (freeBytes !== null && mostBytes - usedBytes > freeBytes) {
    notes.push(
      `the disk has ${gibibytes(freeBytes)} left for you, and ${gibibytes(mostBytes - usedBytes)} more may be needed: ` +
        'choose another with --out, or raise measure.every in the base scenario',
    );
  }
  if (cost?.isRough) {
    notes.push('some pressure curves were not followed to their ends when they were tried: their time may be far off');
  }
  return notes;
}
