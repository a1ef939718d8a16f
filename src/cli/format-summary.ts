import type { RunOutcome } from '../run/outcome.js';
import type { Excess } from '../run/pressure/records.js';
import type { ChannelSummary, Summary } from '../run/results/summary.js';
import { FITNESS } from '../scenario/fitness.js';
import { formatCorrespondence } from './format-correspondence.js';
import { formatCoupling } from './format-coupling.js';
import { formatDemons } from './format-demons.js';
import { formatChannelBits, formatLedger } from './format-ledger.js';
import { formatExcess } from './format-predictions.js';
import { formatTable } from './format-rows.js';
import { withError } from './format-with-error.js';

/** Stands where an exact strength has nothing to be tested for. */
const NOT_TESTED = '-';

interface Column {
  readonly name: string;
  readonly show: (channel: ChannelSummary) => string;
}

const names: readonly Column[] = [
  { name: 'channel', show: ({ channel }) => channel },
  { name: 'ports', show: ({ from, to }) => `${from} to ${to}` },
];

const contexts: readonly Column[] = [{ name: 'context', show: ({ context }) => context }];

const measures: readonly Column[] = [
  { name: 'with target', show: ({ rewarded }) => (rewarded === null ? 'no reward' : withError(rewarded)) },
  { name: 'influence', show: ({ influence }) => influence?.mean.toFixed(4) ?? 'out of reach' },
  { name: 'open', show: ({ open }) => (open === null ? NOT_TESTED : `${(100 * open).toFixed(0)} %`) },
];

/** Where nothing evolved there is one strength to show. */
const columnsWithoutEvolution: readonly Column[] = [{ name: 'bits', show: ({ last }) => withError(last) }, ...measures];

const columnsOfEvolution: readonly Column[] = [
  { name: 'bits at 0', show: ({ first }) => withError(first) },
  { name: 'bits at end', show: ({ last }) => withError(last) },
  ...measures,
];

/**
 * The readable end of a run: what happened to fitness and to every channel, what it cost, and where it is written.
 *
 * @param excess over the pressure curve beside it; none where there is no curve
 */
export function formatSummary(outcome: RunOutcome, excess: readonly Excess[] = []): string {
  const { summary, name, seed, directory } = outcome;
  if (summary === null) {
    return `${name}, seed ${seed}: stopped after generation ${outcome.generation}; go on with --resume\nrun directory  ${directory}\n`;
  }
  const columns = [
    ...names,
    ...(hasContexts(summary) ? contexts : []),
    ...(summary.generation === 0 ? columnsWithoutEvolution : columnsOfEvolution),
  ];
  const rows = summary.channels.map((channel) => columns.map(({ show }) => show(channel)));
  return [
    formatTitle(name, seed, summary),
    '',
    formatTable(
      columns.map((column) => column.name),
      rows,
    ).trimEnd(),
    '',
    ...formatCoupling(summary.coupling),
    ...formatFacts(summary).map(([what, text]) => `${what.padEnd(16)} ${text}`),
    '',
    ...(excess.length === 0 ? [] : [...formatExcess(excess), '']),
    `evaluator        ${outcome.evaluator.name} (${outcome.evaluator.device})`,
    `digest           ${outcome.digest}`,
    `run directory    ${directory}${outcome.stored ? '  (stored: nothing was computed)' : ''}`,
    '',
  ].join('\n');
}

const hasContexts = ({ channels }: Summary): boolean => new Set(channels.map(({ context }) => context)).size > 1;

/** A channel, followed by the context where there are several. */
const nameOf = (summary: Summary, { channel, context }: ChannelSummary): string =>
  hasContexts(summary) ? `${channel} in ${context}` : channel;

function formatTitle(name: string, seed: string, summary: Summary): string {
  const end = summary.ended === 'when' ? ' (stop.when was fulfilled)' : '';
  const islands = summary.islands === 1 ? 'one island' : `${summary.islands} islands`;
  return (
    `${name}, seed ${seed}: generation ${summary.generation}${end}, ${islands} of ${summary.size}, ` +
    `${isExact(summary) ? 'exact laws' : `${summary.samples} samples`}, ${(summary.elapsedMs / 1000).toFixed(1)} s`
  );
}

function formatFacts(summary: Summary): [string, string][] {
  const { fitness, generation } = summary;
  const opened = summary.channels
    .filter(({ opening }) => opening !== null)
    .map((channel): [string, string] => [
      'half open',
      channel.opening!.generation === 0
        ? `${nameOf(summary, channel)} had half of its final strength from the start`
        : `${nameOf(summary, channel)} had half of its final strength at generation ${channel.opening!.generation}, after ${withError(channel.opening!.bitsDescent, 1)} bits along the line of descent`,
    ]);
  const evolution: [string, string][] =
    generation === 0
      ? []
      : [
          ...opened,
          [
            'fitness',
            `${withError(fitness.first)} at 0, ${withError(fitness.last)} at end, best ${fitness.best.toFixed(4)}`,
          ],
          ['selection', `${withError(summary.bitsDescent, 1)} bits along the line of descent`],
          ['', `${withError(summary.bitsSpent, 1)} bits spent on an island`],
          ['', `${withError(summary.bitsJoint, 1)} bits, at least, move all channels as selection moved them`],
          ['held', formatHeld(summary.held)],
          ...titled(
            'bits by channel',
            summary.channels.map((channel) => formatChannelBits(nameOf(summary, channel), channel.selection)),
          ),
          ...titled('ledger', [
            ...summary.channels.map((channel) => formatLedger(nameOf(summary, channel), channel.ledger)),
            formatLedger(FITNESS, fitness.ledger),
            ...formatSamplingOfSelection(summary),
          ]),
          ...titled('demons', formatDemons(summary.demons)),
        ];
  return [
    ...evolution,
    ...formatBreaches(summary),
    ...formatOverflow(summary),
    ['environment', formatEnvironment(summary.environment)],
    ...formatCorrespondence(summary.correspondence, generation),
    ...formatSampling(summary),
    ...(summary.islands > 1 ? [['errors', 'standard errors of the mean over islands'] as [string, string]] : []),
  ];
}

function formatHeld(held: Summary['held']): string {
  if ('reason' in held) return `not defined (${held.reason})`;
  return `${withError({ mean: held.bits, standardError: held.standardError }, 1)} bits by the class map`;
}

/** Lines of which the first bears the title. */
function titled(title: string, lines: readonly string[]): [string, string][] {
  return lines.map((line, index) => [index === 0 ? title : '', line]);
}

/** Where individuals are selected by the very samples that they are then measured by. */
function formatSamplingOfSelection(summary: Summary): string[] {
  if (!summary.freshStimulus || isExact(summary) || summary.bitsSpent.mean === 0) return [];
  return [
    'every generation meets a fresh stimulus: what is selected contains sampling error, which',
    'transmission takes back; go by the errors over islands',
  ];
}

/** Relations that must hold and did not; nothing where all did. */
function formatBreaches({ breaches }: Summary): [string, string][] {
  const { identity, order } = breaches;
  return [
    ...(identity === 0
      ? []
      : [['BREACH', `${identity} times a change was not the sum of its terms: do not trust the ledger`]]),
    ...(order === 0
      ? []
      : [['BREACH', `${order} times not bits of a channel <= of all jointly <= per parent: do not trust the bits`]]),
  ] as [string, string][];
}

/** Individuals that could not be measured; nothing where all could. */
function formatOverflow({ overflowed }: Summary): [string, string][] {
  // Runs stored by earlier versions do not say.
  if (!(overflowed > 0)) return [];
  return [['not finite', `${overflowed} times an individual's states were infinite or no numbers: it carried 0 bits`]];
}

/** Under the exact evaluator nothing is tested and nothing corrected. */
function isExact({ channels }: Summary): boolean {
  return channels.every(({ floor }) => floor === null);
}

function formatSampling(summary: Summary): [string, string][] {
  if (isExact(summary)) return [['units', 'strengths in bits per sample, without sampling error']];
  return [
    ['detection floor', formatFloors(summary)],
    [
      'units',
      `strengths in bits per sample, corrected for ${summary.samples} samples (so a noiseless wire may exceed 1)`,
    ],
  ];
}

/** Below which strength p > 0.001, for all channels or for each kind of them. */
function formatFloors({ channels }: Summary): string {
  const floors = new Map<string, Set<string>>();
  for (const { channel, floor } of channels) {
    if (floor === null) continue;
    const text = `${floor.toFixed(4)} bits`;
    floors.set(text, (floors.get(text) ?? new Set()).add(channel));
  }
  const texts = [...floors].map(([text, of]) => (floors.size === 1 ? text : `${text} (${[...of].join(', ')})`));
  return `${texts.join('; ')} at p = 0.001`;
}

/** What the variables outside share with each other, to be held against what the channels carry. */
function formatEnvironment(pairs: Summary['environment']): string {
  if (pairs === null) return 'large: see the environment table';
  if (pairs.length === 0) return 'no two of its elements share information';
  return pairs.map(({ first, second, bits }) => `${first} and ${second} share ${bits.toFixed(4)} bits`).join(', ');
}
