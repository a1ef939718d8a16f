import { mean } from '../../base/statistics.js';
import type { Table } from '../../base/table.js';
import { FITNESS } from '../../scenario/fitness.js';
import type { System } from '../../system/system.js';
import type { Breaches } from '../accounts.js';
import type { Blueprint } from '../engine.js';
import type { Evolved } from '../evolve.js';
import { followedChannels } from '../followed.js';
import { type Correspondence, correspondence } from './correspondence.js';
import { type CoupledPairSummary, couplingSummary } from './coupling-summary.js';
import { type DemonSummary, demonSummaries } from './demon-summary.js';
import { floorBits } from './floor.js';
import type { Held } from './held-rows.js';
import { type ChannelBits, channelBits, type LedgerSummary, ledgerSummary } from './ledger-summary.js';
import { cumulated, type OverIslands, overIslands, type Row, rowsOf } from './over-islands.js';
import type { TableName } from './tables.js';

/** A channel in a context. */
export interface ChannelSummary {
  readonly channel: string;
  readonly context: string;
  /** Share of the context in fitness. */
  readonly weight: number;
  readonly from: string;
  readonly to: string;
  readonly reward: number | null;
  /** Bits, at generation 0 and at the last. */
  readonly first: OverIslands;
  readonly last: OverIslands;
  /** Information between what is read and its target at the last generation, bits; null without a reward. */
  readonly rewarded: OverIslands | null;
  /** Null where it is out of the reach of the exact evaluator. */
  readonly influence: OverIslands | null;
  /** Null under the exact evaluator, which tests nothing. */
  readonly open: number | null;
  /** Detection floor, bits: below it a strength is not told from 0 at p < 0.001. Null under the exact evaluator. */
  readonly floor: number | null;
  readonly ledger: LedgerSummary;
  readonly selection: ChannelBits;
  /** First row at which the mean strength is at least half the last one's; null where it never rose. */
  readonly opening: { readonly generation: number; readonly bitsDescent: OverIslands } | null;
}

/** Exact information between two different elements of the environment, in bits. */
export interface EnvironmentPair {
  readonly first: string;
  readonly second: string;
  readonly bits: number;
}

/** Pairs beyond this many are for the environment table, not for a summary. */
const MOST_PAIRS = 12;

/** Information below this is rounding: nothing that a run could show. */
const NEGLIGIBLE_BITS = 1e-9;

/** Row and column of the first unit of a locus. */
type Place = readonly [row: number, column: number];

/** What a finished run says of itself: stored in the manifest and printed again when the same run is asked for. */
export interface Summary {
  readonly generation: number;
  readonly ended: 'generations' | 'when';
  readonly islands: number;
  readonly size: number;
  readonly samples: number;
  /** Whether every generation meets a stimulus of its own: selection then acts on sampling error too. */
  readonly freshStimulus: boolean;
  readonly fitness: {
    readonly first: OverIslands;
    readonly last: OverIslands;
    readonly best: number;
    readonly ledger: LedgerSummary;
  };
  /** Every channel in the first context, then in the next. */
  readonly channels: readonly ChannelSummary[];
  /** Every demon in the first context, then in the next. */
  readonly demons: readonly DemonSummary[];
  /** Pairs of elements of the environment that share information; null where there are more than {@link MOST_PAIRS}, or not all are known. */
  readonly environment: readonly EnvironmentPair[] | null;
  /** Match and redundancy: what formed inside against what is outside. */
  readonly correspondence: Correspondence;
  /** Which table bits (or parameters) are tied, as drawn from the seed: bit i of `bits` is table bit i. Empty without ties. */
  readonly ties: readonly { readonly from: Place; readonly to: Place; readonly bits: string; readonly sign: 1 | -1 }[];
  /** Coupling derivatives of channels without reward by those with one; empty where there are not both. */
  readonly coupling: readonly CoupledPairSummary[];
  /** Bits of selection on one island since generation 0. */
  readonly bitsSpent: OverIslands;
  readonly bitsJoint: OverIslands;
  readonly bitsDescent: OverIslands;
  /** Bits held at the last generation by the map of classes. */
  readonly held: Held;
  readonly breaches: Breaches;
  /** Individuals over all generations whose measures were not finite: only of analog units, and of those mostly 0. */
  readonly overflowed: number;
  /** Of the process that finished the run; a resumed run's earlier processes are not in it. */
  readonly elapsedMs: number;
}

const numbers = (rows: readonly Row[], column: string): number[] => rows.map((row) => row[column] as number);
/** A column's values; null where they are null, which under the exact evaluator all of a column are. */
const known = (values: readonly (number | null)[]): number[] | null =>
  values.every((value) => value !== null) ? [...values] : null;
const atGeneration = (rows: readonly Row[], generation: number): Row[] =>
  rows.filter((row) => row.generation === generation);

/** Condenses the result tables of a run that reached its end. */
export function summarise(blueprint: Blueprint, evolved: Evolved, elapsedMs: number): Summary {
  const { scenario, system } = blueprint;
  const tables: Readonly<Record<TableName, Table>> = evolved.tables;
  const generationRows = rowsOf(tables.generations);
  const channelRows = rowsOf(tables.channels);
  const lastGeneration = evolved.generation;
  const first = atGeneration(generationRows, 0);
  const last = atGeneration(generationRows, lastGeneration);

  const migrates = scenario.population.migration !== null;
  const isExact = known(numbers(channelRows, 'open')) === null;

  const channels = followedChannels(system).map(({ context, channel }): ChannelSummary => {
    const rows = channelRows.filter((row) => row.channel === channel.name && row.context === context.name);
    const end = atGeneration(rows, lastGeneration);
    const source = system.ports.write[channel.from]!;
    const sink = system.ports.read[channel.to]!;
    const influences = known(numbers(end, 'influence'));
    const open = known(numbers(end, 'open'));
    return {
      channel: channel.name,
      context: context.name,
      weight: context.weight,
      from: source.name,
      to: sink.name,
      reward: channel.reward,
      first: overIslands(numbers(atGeneration(rows, 0), 'mean')),
      last: overIslands(numbers(end, 'mean')),
      rewarded: channel.reward === null ? null : overIslands(numbers(end, 'rewarded')),
      influence: influences === null ? null : overIslands(influences),
      open: open === null ? null : mean(open),
      floor: open === null ? null : floorBits(system, source, sink, scenario.measure.samples),
      ledger: ledgerSummary(rows, lastGeneration, migrates),
      selection: channelBits(rows),
      opening: opening(rows, generationRows, lastGeneration),
    };
  });
  return {
    generation: lastGeneration,
    ended: evolved.ended ?? 'generations',
    islands: scenario.population.islands,
    size: scenario.population.size,
    samples: scenario.measure.samples,
    freshStimulus: scenario.measure.stimulus === 'fresh',
    fitness: {
      first: overIslands(numbers(first, 'fitness_mean')),
      last: overIslands(numbers(last, 'fitness_mean')),
      best: numbers(last, 'fitness_max').reduce((best, value) => Math.max(best, value)),
      ledger: ledgerSummary(
        rowsOf(tables.traits).filter((row) => row.trait === FITNESS),
        lastGeneration,
        migrates,
      ),
    },
    channels,
    demons: demonSummaries(blueprint, channelRows, rowsOf(tables.traits), lastGeneration),
    environment: environmentPairs(tables.environment, system.environment.elements.length),
    correspondence: correspondence(blueprint, tables.matrix, lastGeneration, isExact),
    ties: describeTies(system),
    coupling: couplingSummary(tables.coupling, tables.slopes, lastGeneration),
    bitsSpent: cumulated(generationRows, 'bits_spent'),
    bitsJoint: cumulated(generationRows, 'bits_joint'),
    bitsDescent: overIslands(numbers(last, 'bits_descent')),
    held: evolved.held!,
    breaches: { ...evolved.breaches },
    overflowed: evolved.overflowed,
    elapsedMs,
  };
}

function describeTies({ genome, lattice }: System): Summary['ties'] {
  const placeOf = (locus: number): Place => {
    const unit = genome.firstUnitOfLocus[locus]!;
    return [lattice.unitRow[unit]!, lattice.unitColumn[unit]!];
  };
  const { wordsPerLocus, bitsPerLocus } = genome;
  if (wordsPerLocus === 1) {
    return genome.ties.map(({ from, to, mask, flips }) => ({
      ...{ from: placeOf(from), to: placeOf(to), sign: flips === 0 ? 1 : -1 },
      bits: `0b${mask.toString(2).padStart(bitsPerLocus, '0')}`,
    }));
  }
  // One line for each tied locus, its bits the parameters that are copies.
  const masks = new Map<number, { from: number; flips: number; mask: number }>();
  for (const { from, to, flips } of genome.ties) {
    const locus = Math.floor(to / wordsPerLocus);
    const known = masks.get(locus) ?? { from: Math.floor(from / wordsPerLocus), flips, mask: 0 };
    masks.set(locus, { ...known, mask: known.mask | (1 << (to % wordsPerLocus)) });
  }
  return [...masks].map(([to, { from, flips, mask }]) => ({
    ...{ from: placeOf(from), to: placeOf(to), sign: flips === 0 ? 1 : -1 },
    bits: `0b${mask.toString(2).padStart(wordsPerLocus, '0')}`,
  }));
}

/** Null where there are too many pairs for a summary, or where not every one is known. */
function environmentPairs(table: Table, elementCount: number): EnvironmentPair[] | null {
  const rows = rowsOf(table);
  // The entropy of a real number is not known: it is infinite.
  const isKnown = ({ first, second, bits }: Row): boolean => bits !== null || first === second;
  const complete = rows.length === (elementCount * (elementCount + 1)) / 2 && rows.every(isKnown);
  const pairs = rows
    .map(({ first, second, bits }) => ({ first: first as string, second: second as string, bits: bits as number }))
    .filter(({ first, second, bits }) => first !== second && bits > NEGLIGIBLE_BITS);
  return complete && pairs.length <= MOST_PAIRS ? pairs : null;
}

/**
 * When a channel opened: the first row with at least half of the final mean strength, and the bits along the line of
 * descent there, since most of what is spent afterwards is maintenance. Null where strength at the end is not above
 * three standard errors over islands from generation 0, or nothing rose.
 */
function opening(
  channelRows: readonly Row[],
  generationRows: readonly Row[],
  lastGeneration: number,
): ChannelSummary['opening'] {
  const start = overIslands(numbers(atGeneration(channelRows, 0), 'mean'));
  const end = overIslands(numbers(atGeneration(channelRows, lastGeneration), 'mean'));
  const noise = 3 * Math.hypot(start.standardError ?? 0, end.standardError ?? 0);
  if (end.mean - start.mean <= noise) return null;
  const byGeneration = new Map<number, number[]>();
  for (const row of channelRows) {
    const generation = row.generation as number;
    const strengths = byGeneration.get(generation) ?? [];
    byGeneration.set(generation, strengths);
    strengths.push(row.mean as number);
  }
  const opened = [...byGeneration].find(([, strengths]) => mean(strengths) >= end.mean / 2);
  if (opened === undefined) return null;
  const [generation] = opened;
  return { generation, bitsDescent: overIslands(numbers(atGeneration(generationRows, generation), 'bits_descent')) };
}
