import type { AxisValues, CostEstimate, DryRun, Source } from '../sweep/estimate/records.js';
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

function showSource({ kind, points }: Source): string {
  return kind === 'finished'
    ? `by ${formatCount(points, 'finished run')} of it`
    : `by ${formatCount(points, 'point')} tried just now`;
}

/** What a dry run of a sweep prints. */
export function formatDryRun(run: DryRun): string {
  const { points, done, checked, cost, disk, commands, replicates } = run;
  const lines: [string, string][] = [
    ['sweep', `${run.name}, of ${run.base}, into ${run.directory}`],
    [
      'runs',
      `${formatCount(points, 'run')}${replicates > 1 ? ` (${points / replicates} points, ${replicates} replicates each)` : ''}, ` +
        `each ${commands.map((command) => `scarce ${command}`).join(' and ')}, evaluated by ${run.evaluator}`,
    ],
    ...run.axes.map((axis, a): [string, string] => [a === 0 ? 'axes' : '', showValues(axis)]),
    ['checked', checked === points ? 'all of them' : `${formatCount(checked, 'run')} of them, spread evenly`],
    ...(done === 0
      ? []
      : [['done', `${formatCount(done, 'run')}; ${formatCount(points - done, 'run')} left`] as [string, string]]),
    ...(cost === null
      ? []
      : ([
          [
            'time',
            `${showAmount(cost)}, ${showSource(cost.source)} ` +
              `(${showRange(cost.leastSeconds, cost.mostSeconds)} a run)`,
          ],
          ...(cost.memoryBytes === null
            ? []
            : [
                [
                  'memory',
                  `${cost.memoryBytes < 2 ** 20 ? 'under 1 MiB' : formatBytes(cost.memoryBytes)} a run, beside Node itself`,
                ],
              ]),
        ] as [string, string][])),
    [
      'disk',
      `about ${formatBytes(disk.bytes)} with merged tables, at most ${formatBytes(disk.mostBytes)} on the way, ${showSource(disk.source)}` +
        `${disk.usedBytes > 0 ? `; ${formatBytes(disk.usedBytes)} used` : ''}` +
        (disk.freeBytes === null ? '' : `; ${formatBytes(disk.freeBytes)} free`),
    ],
  ];
  const names = ['run', ...run.axes.map(({ name }) => name), 'replicate', 'seed', 'id'];
  const rows = run.first.map((point) => [point.index, ...point.coordinates, point.replicate, point.seed, point.id]);
  return (
    lines.map(([name, value]) => `${name.padEnd(14)} ${value}\n`).join('') +
    `\n${formatTable(names, rows)}` +
    (points > rows.length ? '…\n' : '') +
    run.notes.map((note) => `\nnote: ${note}\n`).join('')
  );
}

function showAmount({ coreSeconds, atMost }: CostEstimate): string {
  if (coreSeconds < 1) return formatCoreTime(coreSeconds);
  return `${atMost ? 'at most' : 'about'} ${formatCoreTime(coreSeconds)}`;
}

function showRange(least: number, most: number): string {
  const [from, to] = [formatSeconds(least), formatSeconds(most)];
  return from === to ? from : `${from} to ${to}`;
}
