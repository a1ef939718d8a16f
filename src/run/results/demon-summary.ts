import type { DemonSpec } from '../../scenario/scenario.js';
import { TERMS, type Term } from '../accounts.js';
import type { Blueprint } from '../engine.js';
import { followedDemons } from '../followed.js';
import { type LedgerSummary, ledgerSummary } from './ledger-summary.js';
import { type OverIslands, overIslands, type Row } from './over-islands.js';

/** What became of a trait, and why. */
export interface Gain {
  /** At generation 0 and at the last. */
  readonly first: OverIslands;
  readonly last: OverIslands;
  readonly ledger: LedgerSummary;
  /** The term with the largest share of the change, in its direction; null where the change is within its error. */
  readonly largest: Term | null;
}

/** A demon in a context. */
export interface DemonSummary {
  readonly demon: string;
  readonly kind: DemonSpec['kind'];
  readonly payload: string;
  readonly host: string;
  readonly context: string;
  /** Strength of the payload, bits. */
  readonly strength: Gain;
  /** Share of individuals in which the payload is above 0.1 bits. */
  readonly presence: Gain;
}

/** A change of fewer standard errors is not told from none. */
const SURE = 3;

/**
 * What every demon gained, in the first context, then in the next.
 *
 * @param channelRows and `traitRows`: of all generations and islands, in their order
 */
export function demonSummaries(
  { scenario, system }: Blueprint,
  channelRows: readonly Row[],
  traitRows: readonly Row[],
  lastGeneration: number,
): DemonSummary[] {
  const migrates = scenario.population.migration !== null;
  const gain = (rows: readonly Row[]): Gain => gainOf(rows, lastGeneration, migrates);
  return followedDemons(scenario, system).map(({ name, demon, context }) => {
    const here = (rows: readonly Row[], column: string, value: string): Row[] =>
      rows.filter((row) => row[column] === value && row.context === context.name);
    return {
      ...{ demon: name, kind: demon.kind, payload: demon.payload, host: demon.host, context: context.name },
      strength: gain(here(channelRows, 'channel', demon.payload)),
      presence: gain(here(traitRows, 'trait', name)),
    };
  });
}

function gainOf(rows: readonly Row[], lastGeneration: number, migrates: boolean): Gain {
  const at = (generation: number): OverIslands =>
    overIslands(rows.filter((row) => row.generation === generation).map((row) => row.mean as number));
  const ledger = ledgerSummary(rows, lastGeneration, migrates);
  return { first: at(0), last: at(lastGeneration), ledger, largest: largestTerm(ledger) };
}

/** The term that goes furthest in the direction of the change. */
export function largestTerm(ledger: LedgerSummary): Term | null {
  const { mean, standardError } = ledger.change;
  if (mean === 0 || Math.abs(mean) <= SURE * (standardError ?? 0)) return null;
  const booked = TERMS.flatMap((term) => {
    const value = ledger[term];
    return value === null ? [] : [{ term, towards: Math.sign(mean) * value.mean }];
  });
  return booked.reduce((best, one) => (one.towards > best.towards ? one : best)).term;
}
