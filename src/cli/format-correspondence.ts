import { sortedNames } from '../base/order.js';
import type { Correspondence } from '../run/results/correspondence.js';
import type { MatchReading, MatchSummary } from '../run/results/match-summary.js';
import type { RedundancySummary } from '../run/results/redundancy-summary.js';
import { tableLines } from './format-rows.js';

/** Ports beyond these numbers are for `--json`. */
const MOST_SOURCES = 12;
const MOST_SINKS = 8;

/** Redundancy is worth telling where so many carry a variable, outside or inside. */
const OF_INTEREST = 2;

/** Lines of a summary: a title, empty in all but the first, and a text. */
type Fact = [title: string, text: string];

/** What formed inside against what is outside, of a run that ended at a generation; nothing where there is nothing to say. */
export function formatCorrespondence({ match, redundancy }: Correspondence, generation: number): Fact[] {
  return [
    ...match.flatMap((of) => titled(`match${inContext(of.context, match)}`, formatMatch(of))),
    ...[...new Set(redundancy.map(({ context }) => context))].flatMap((context) => {
      const rows = redundancy.filter((row) => row.context === context);
      const told = rows.some(
        ({ sharing, first, last }) => Math.max(sharing.length, first.length, last.length) >= OF_INTEREST,
      );
      return told ? titled(`redundancy${inContext(context, redundancy)}`, formatRedundancy(rows, generation)) : [];
    }),
  ];
}

function titled(title: string, lines: readonly string[]): Fact[] {
  // A long title stands on a line of its own.
  const [head, rest] =
    title.length > 16 ? [[[title, ''] as Fact], lines] : [[[title, lines[0]!] as Fact], lines.slice(1)];
  return [...head, ...rest.map((line): Fact => ['', line])];
}

/** Named where there are several. */
function inContext(context: string, all: readonly { readonly context: string }[]): string {
  return new Set(all.map((of) => of.context)).size > 1 ? ` in ${context}` : '';
}

function formatMatch(match: MatchSummary): string[] {
  const { pairs, informative, thresholds } = match;
  const head =
    `${pairs.length} pairs of a source and another variable, the target of a sink; ` +
    `${informative} share more than ${thresholds.outside} bits outside`;
  const [first] = match.readings;
  if (pairs.every(({ outside }) => outside === 0)) return [head, `rank correlation not defined: ${reasonOf(first!)}`];
  const strength = Math.max(...pairs.map(({ openAbove }) => openAbove));
  return [
    head,
    ...tableLines(
      ['inside', 'rank correlation', 'pairs shuffled', 'p', 'open', 'precision', 'recall'],
      match.readings.map((reading) => [
        `${reading.reading} at ${when(reading.generation, match)}`,
        ...cellsOf(reading),
      ]),
    ),
    `shuffled: mean ± standard deviation; open: above ${strength} bits of strength or ${thresholds.influence} of influence;`,
    `precision by chance ${share(informative / pairs.length)}`,
    ...formatMatrix(match),
  ];
}

const when = (generation: number, { readings }: MatchSummary): string =>
  generation === 0 && readings.some((reading) => reading.generation > 0) ? '0' : 'end';

const share = (value: number | null): string => value?.toFixed(2) ?? 'none';

function cellsOf({ match, detection }: MatchReading): string[] {
  const found =
    'reason' in match
      ? [`not defined (${match.reason})`, '-', '-']
      : [
          withoutSignedZero(match.correlation),
          `${withoutSignedZero(match.shuffled.mean)} ± ${match.shuffled.standardDeviation.toFixed(2)}`,
          match.pValue.toFixed(3),
        ];
  if (detection === null) return [...found, '-', '-', '-'];
  return [...found, String(detection.open), share(detection.precision), share(detection.recall)];
}

const withoutSignedZero = (value: number): string => value.toFixed(2).replace(/^-(0\.00)$/, '$1');

const reasonOf = ({ match }: MatchReading): string => ('reason' in match ? match.reason : '');

/** Strength at the end over what is shared outside, by source and sink; what is no pair is left blank. */
function formatMatrix({ pairs }: MatchSummary): string[] {
  const sources = new Map(pairs.map(({ source, variable }) => [source, variable]));
  // By their names: the first source may be no pair with the first sink.
  const targets = new Map(pairs.map(({ sink, target }) => [sink, target]));
  const sinks = new Map(sortedNames([...targets.keys()]).map((sink) => [sink, targets.get(sink)!]));
  if (sources.size > MOST_SOURCES || sinks.size > MOST_SINKS) return ['pair by pair: --json'];
  const rows = [...sources].map(([source, variable]) => [
    `${source} ${variable}`,
    ...[...sinks.keys()].map((sink) => {
      const pair = pairs.find((of) => of.source === source && of.sink === sink);
      return pair === undefined ? '' : `${pair.last.strength.toFixed(3)} ${pair.outside.toFixed(3)}`;
    }),
  ]);
  return [
    'strength at end, then what source and target share outside, bits:',
    ...tableLines(['', ...[...sinks].map(([sink, target]) => `${sink} ${target}`)], rows),
  ];
}

function formatRedundancy(rows: readonly RedundancySummary[], generation: number): string[] {
  const names = (who: readonly string[]): string => (who.length === 0 ? '0' : `${who.length}: ${who.join(' ')}`);
  return tableLines(
    [
      ...['variable', 'written at', 'shared outside by'],
      ...(generation === 0 ? [] : ['carried at 0 by']),
      generation === 0 ? 'carried by' : 'carried at end by',
    ],
    rows.map(({ variable, written, sharing, first, last }) => [
      ...[variable, written.join(' '), names(sharing)],
      ...(generation === 0 ? [] : [names(first)]),
      names(last),
    ]),
  );
}
