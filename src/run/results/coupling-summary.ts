import type { Table } from '../../base/table.js';
import type { CouplingPlace } from './coupling-rows.js';
import { type Row, rowsOf } from './over-islands.js';

/** A slope in bits per bit, or why it is not defined. */
export type SlopeSummary = { readonly mean: number; readonly standardError: number } | { readonly reason: string };

/** κ(U ← I) and κ(I ← U) over all islands together. */
export interface PlaceSummary {
  readonly forward: SlopeSummary;
  readonly reverse: SlopeSummary;
}

/** How the slopes of single genotypes over their mutants are spread. */
export interface LocalSlopesSummary {
  readonly genotypes: number;
  readonly withSlope: number;
  readonly negative: number;
  /** At 5, 25, 50, 75 and 95 %, bits per bit; null where no genotype has a slope. */
  readonly quantiles: readonly number[] | null;
}

/** What of an unintended channel, in a context, goes along with an intended one. */
export interface CoupledPairSummary {
  readonly context: string;
  readonly intended: string;
  readonly unintended: string;
  /** At generation 0. */
  readonly prior: PlaceSummary;
  readonly mutational: PlaceSummary;
  /** At the last generation. */
  readonly population: PlaceSummary;
  readonly local: LocalSlopesSummary;
}

/** The matrix of coupling derivatives, pair by pair in the order of the table; empty where no channel is coupled. */
export function couplingSummary(coupling: Table, slopes: Table, lastGeneration: number): CoupledPairSummary[] {
  const together = (table: Table): Row[] => rowsOf(table).filter(({ island }) => island === null);
  const rows = together(coupling);
  return together(slopes).map((local) => {
    const { context, intended, unintended } = local as Record<string, string>;
    const ofPair = (row: Row): boolean =>
      row.context === context && row.intended === intended && row.unintended === unintended;
    const at = (place: CouplingPlace, generation: number): PlaceSummary => {
      const found = rows.find((row) => ofPair(row) && row.place === place && row.generation === generation)!;
      return {
        forward: slope(found.kappa, found.standard_error, found.reason),
        reverse: slope(found.reverse, found.reverse_error, found.reverse_reason),
      };
    };
    return {
      ...{ context: context!, intended: intended!, unintended: unintended! },
      ...{ prior: at('prior', 0), mutational: at('mutational', 0), population: at('population', lastGeneration) },
      local: localSummary(local),
    };
  });
}

type Cell = Row[string] | undefined;

function slope(value: Cell, error: Cell, reason: Cell): SlopeSummary {
  return value === null ? { reason: reason as string } : { mean: value as number, standardError: error as number };
}

function localSummary(row: Row): LocalSlopesSummary {
  const quantiles = [row.q05, row.q25, row.q50, row.q75, row.q95];
  return {
    ...{ genotypes: row.genotypes as number, withSlope: row.with_slope as number, negative: row.negative as number },
    quantiles: quantiles[0] === null ? null : (quantiles as number[]),
  };
}
