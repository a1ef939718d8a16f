import type { RunOutcome } from '../run/outcome.js';
import type { ChannelSummary, OverIslands, Summary } from '../run/summary.js';
import { formatTable } from './format-rows.js';

const withError = ({ mean, standardError }: OverIslands, digits = 4): string =>
  standardError === null ? mean.toFixed(digits) : `${mean.toFixed(digits)} ± ${standardError.toFixed(digits)}`;

/** Stands where an exact strength has nothing to be tested for. */
const NOT_TESTED = '-';

interface Column {
  readonly name: string;
  readonly show: (channel: ChannelSummary) => string;
}

const namedColumns: readonly Column[] = [
  { name: 'channel', show: ({ channel }) => channel },
  { name: 'ports', show: ({ from, to }) => `${from} to ${to}` },
  { name: 'selection', show: ({ reward }) => (reward === null ? 'watched' : `rewarded × ${reward}`) },
];

const measuredColumns: readonly Column[] = [
  { name: 'floor', show: ({ floor }) => floor?.toFixed(4) ?? NOT_TESTED },
  { name: 'influence', show: ({ influence }) => (influence === null ? 'out of reach' : withError(influence)) },
  { name: 'open', show: ({ open }) => (open === null ? NOT_TESTED : `${(100 * open).toFixed(1)} %`) },
];

/** Where nothing evolved there is one strength to show. */
const staticColumns: readonly Column[] = [
  ...namedColumns,
  { name: 'bits', show: ({ last }) => withError(last) },
  ...measuredColumns,
];

const evolvedColumns: readonly Column[] = [
  ...namedColumns,
  { name: 'bits at 0', show: ({ first }) => withError(first) },
  { name: 'bits at end', show: ({ last }) => withError(last) },
  ...measuredColumns,
  {
    name: 'opened at, after',
    show: ({ opening }) =>
      opening === null ? 'no rise' : `generation ${opening.generation}, ${opening.bitsDescent.toFixed(1)} bits`,
  },
];

/** The readable end of a run: what happened to fitness and to every channel, what it cost, and where it is written. */
export function formatSummary(outcome: RunOutcome): string {
  const { summary, name, seed } = outcome;
  if (summary === null) {
    return `${name}, seed ${seed}: stopped after generation ${outcome.generation}; go on with --resume\nrun directory: ${outcome.directory}\n`;
  }
  const { fitness } = summary;
  const end = summary.ended === 'when' ? 'stop.when was fulfilled' : 'the last asked for';
  const exact = summary.channels.every(({ floor }) => floor === null);
  const columns = summary.generation === 0 ? staticColumns : evolvedColumns;
  const rows = summary.channels.map((channel) => columns.map(({ show }) => show(channel)));
  const names = columns.map(({ name }) => name);
  const seconds = (summary.elapsedMs / 1000).toFixed(1);
  return [
    `${name}, seed ${seed}: generation ${summary.generation} (${end}), ${summary.islands} × ${summary.size} individuals, ` +
      `${exact ? 'exact laws' : `${summary.samples} samples`}, ${seconds} s`,
    '',
    formatTable(names, rows).trimEnd(),
    '',
    `environment, exact           ${formatEnvironment(summary.environment)}`,
    `fitness                      ${withError(fitness.first)} bits at 0, ${withError(fitness.last)} at end, best ${fitness.best.toFixed(4)}`,
    `selection spent              ${withError(summary.bitsSpent, 1)} bits on an island`,
    `along the line of descent    ${withError(summary.bitsDescent, 1)} bits`,
    `(${summary.islands > 1 ? 'mean ± standard error over islands' : 'one island: no error'}; strengths in bits per ` +
      `sample, ${exact ? 'without sampling error' : 'corrected; below the floor p > 0.001'})`,
    '',
    `digest         ${outcome.digest}`,
    `run directory  ${outcome.directory}${outcome.stored ? '  (stored: nothing was computed)' : ''}`,
    '',
  ].join('\n');
}

/** What the variables outside share with each other, to be held against what the channels carry. */
function formatEnvironment(pairs: Summary['environment']): string {
  if (pairs === null) return 'large: see the environment table';
  if (pairs.length === 0) return 'no two of its elements share information';
  return pairs.map(({ first, second, bits }) => `${first} and ${second} share ${bits.toFixed(4)} bits`).join(', ');
}
