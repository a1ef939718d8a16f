import type { AxisValues, CostEstimate, DiskEstimate, DryRun, Source } from '../sweep/estimate/records.js';
import { formatBytes, formatCoreTime, formatCount } from './format-amounts.js';
import { formatTable } from './format-rows.js';
import { formatSeconds } from './format-seconds.js';

/** Values of an axis that are all shown. */
const MOST_VALUES = 8;

function showValues({ name, values }: AxisValues): string {
  const count = `${name}: ${formatCount(values.length, 'value')}`;
  const numbers = values.filter((value) => typeof value === 'number');
  const show = (value: string | number): string =>
    typeof value === 'number' ? `${Number(value.toPrecision(6))}` : value;
  if (values.length <= MOST_VALUES) return `${count}, ${values.map(show).join(', ')}`;
  if (numbers.length < values.length)
    return `${count}, ${[...values.slice(0, 3), '…', values.at(-1)!].map(show).join(', ')}`;
  // Not by Math.min, which takes its arguments on the stack.
  const ascending = Float64Array.from(numbers).sort();
  return `${count} from ${show(ascending[0]!)} to ${show(ascending.at(-1)!)}`;
}

function showSource({ kind, points }: Source, combinations: number): string {
  if (kind === 'finished') return `by ${formatCount(points, 'finished run')} of it`;
  const doubt = points === 1 && combinations > 1 ? ': may be far off' : '';
  return `by ${formatCount(points, 'point')} tried just now${doubt}`;
}

/** What a dry run of a sweep prints. */
export function formatDryRun(run: DryRun): string {
  const { points, done, checked, first } = run;
  const lines: [string, string][] = [
    ['sweep', `${run.name}, of ${run.base}, into ${run.directory}`],
    ['runs', showRuns(run)],
    ...run.axes.map((axis, a): [string, string] => [a === 0 ? 'axes' : '', showValues(axis)]),
    ['checked', checked === points ? 'all of them' : `${formatCount(checked, 'run')} of them, spread evenly`],
  ];
  if (done > 0) lines.push(['done', `${formatCount(done, 'run')}; ${formatCount(points - done, 'run')} left`]);
  if (run.cost !== null) lines.push(['time', showTime(run.cost, run.combinations)]);
  if (run.cost?.memoryBytes) lines.push(['memory', showMemory(run.cost.memoryBytes)]);
  lines.push(['disk', showDisk(run.disk, run.combinations)]);
  const names = ['run', ...run.axes.map(({ name }) => name), 'replicate', 'seed', 'id'];
  const rows = first.map(({ index, coordinates, replicate, seed, id }) => [index, ...coordinates, replicate, seed, id]);
  return (
    lines.map(([name, value]) => `${name.padEnd(14)} ${value}\n`).join('') +
    `\n${formatTable(names, rows)}` +
    (points > rows.length ? '…\n' : '') +
    run.notes.map((note) => `\nnote: ${note}\n`).join('')
  );
}

function showRuns({ points, combinations, replicates, commands, evaluator }: DryRun): string {
  const each = combinations * replicates === points ? '' : ' at most';
  const repeated =
    replicates === 1 ? '' : ` (${formatCount(combinations, 'setting')}, ${replicates} replicates each${each})`;
  const work = commands.map((command) => `scarce ${command}`).join(' and ');
  return `${formatCount(points, 'run')}${repeated}, each ${work}, evaluated by ${evaluator}`;
}

function showTime(
  { coreSeconds, atMost, leastSeconds, mostSeconds, source }: CostEstimate,
  combinations: number,
): string {
  const about = coreSeconds < 1 ? '' : atMost ? 'at most ' : 'about ';
  const [from, to] = [formatSeconds(leastSeconds), formatSeconds(mostSeconds)];
  const range = from === to ? from : `${from} to ${to}`;
  return `${about}${formatCoreTime(coreSeconds)}, ${showSource(source, combinations)} (${range} a run)`;
}

function showMemory(bytes: number): string {
  return `${bytes < 2 ** 20 ? 'under 1 MiB' : formatBytes(bytes)} a run; Node itself takes some 110 MiB, and 45 for each run at once`;
}

function showDisk({ bytes, mostBytes, source, usedBytes, freeBytes }: DiskEstimate, combinations: number): string {
  const used = usedBytes > 0 ? `; ${formatBytes(usedBytes)} used` : '';
  const free = freeBytes === null ? '' : `; ${formatBytes(freeBytes)} free`;
  const most = `at most ${formatBytes(mostBytes)} on the way`;
  return `about ${formatBytes(bytes)} with merged tables, ${most}, ${showSource(source, combinations)}${used}${free}`;
}
