import { cumulated, type OverIslands, overIslands, type Row } from './over-islands.js';

/** Why the mean of a trait changed since generation 0: `change` is the sum of the other terms. In the trait's unit. */
export interface LedgerSummary {
  readonly change: OverIslands;
  readonly selection: OverIslands;
  readonly drift: OverIslands;
  readonly transmission: OverIslands;
  /** Both together: what is left of selection once the sampling error that it acted on is taken back. */
  readonly selectionAndTransmission: OverIslands;
  /** Null where nobody migrates. */
  readonly migration: OverIslands | null;
}

/** Bits of selection of one channel on one island since generation 0. */
export interface ChannelBits {
  /** Positive where selection moved the channel up on the whole. */
  readonly bits: OverIslands;
  /** Standard deviation between islands; null where there is one only. */
  readonly scatter: number | null;
  /** Mean of what a trait unrelated to fitness gets, without its sign. */
  readonly chance: number;
}

/** @param rows of one trait, all generations and islands, in their order */
export function ledgerSummary(rows: readonly Row[], lastGeneration: number, migrates: boolean): LedgerSummary {
  const means = (generation: number): number[] =>
    rows.filter((row) => row.generation === generation).map((row) => row.mean as number);
  const start = means(0);
  return {
    change: overIslands(means(lastGeneration).map((end, island) => end - start[island]!)),
    selection: cumulated(rows, 'selection'),
    drift: cumulated(rows, 'drift'),
    transmission: cumulated(rows, 'transmission'),
    selectionAndTransmission: cumulated(rows, 'selection', 'transmission'),
    migration: migrates ? cumulated(rows, 'migration') : null,
  };
}

/** @param rows of one channel, all generations and islands, in their order */
export function channelBits(rows: readonly Row[]): ChannelBits {
  const bits = cumulated(rows, 'bits');
  const islands = new Set(rows.map((row) => row.island)).size;
  const scatter = bits.standardError === null ? null : bits.standardError * Math.sqrt(islands);
  return { bits, scatter, chance: cumulated(rows, 'bits_chance').mean };
}
