import type { OverIslands } from '../results/over-islands.js';
import type { Estimated } from './certify/predictions.js';

/** An inequality between bits with its figures and what came of it. */
export interface Check {
  readonly claim: string;
  readonly outcome: 'holds' | 'breached' | 'does not apply';
  readonly left: number | null;
  readonly right: number | null;
  /** Why it does not apply; of one that does, by what the figures were compared. */
  readonly reason: string;
}

/** A number of bits, or why there is none. `atLeast`: the figure is a lower bound, as where a curve is stuck. */
export type Figure =
  | {
      readonly bits: number;
      readonly standardError: number | null;
      readonly atLeast: boolean;
      readonly remark: string | null;
    }
  | { readonly bits: null; readonly reason: string };

/** What one score needed, and what a population that was selected for it earned, held, went through and spent. */
export interface ComparisonRow {
  /** A rewarded channel, or `fitness`. */
  readonly channel: string;
  readonly needed: Figure;
  readonly earned: Figure;
  readonly held: Figure;
  readonly descentAtOpening: Figure;
  readonly descentAtEnd: Figure;
  readonly spent: Figure;
  /** The event {score ≥ threshold} by which `earned` is found, and the share of individuals in it; null without it. */
  readonly event: { readonly threshold: number; readonly share: number; readonly neededBits: number } | null;
  /** earned / bits along the line of descent, and earned / spent; null where either is not there or nothing was spent. */
  readonly efficiency: number | null;
  readonly earnedPerSpent: number | null;
}

/** What an unintended channel became in a run, beside what selection alone would have made of it: the curve is the null. */
export interface Excess {
  readonly channel: string;
  /** Labels of demons whose payload it is. */
  readonly demons: readonly string[];
  readonly context: string;
  readonly quantity: 'strength' | 'influence';
  /** Mean at the last generation, over islands. */
  readonly outcome: OverIslands;
  /** E[U | score ≥ t] of the curve where E[score | score ≥ t] is the mean score that the population reached. */
  readonly expected: Estimated;
  /** Outcome − expected: the work of mutation, transmission or history. */
  readonly excess: Estimated;
  /** Whether the population went beyond the end of the curve, whose end is then what is expected. */
  readonly beyond: boolean;
}

/** The comparison of a pressure curve with the run beside it: part of `summary.json`. */
export interface Comparison {
  /** Digest of the run compared with; null where there is none, then `missing` says why. */
  readonly run: string | null;
  readonly missing: string | null;
  readonly row: ComparisonRow;
  /** Rewarded channels that this curve is not about, each with how to measure it. */
  readonly others: readonly { readonly channel: string; readonly how: string }[];
  readonly checks: readonly Check[];
  /** What the unintended channels became in the run, beside what the curve expects; none without a run. */
  readonly excess: readonly Excess[];
}
