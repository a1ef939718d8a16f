import type { Monotone } from '../../../coupling/certificate/monotone.js';

/** How a claim was judged: by all genotypes with exact laws, by all genotypes on samples, or by splitting. */
export type Method = 'enumeration' | 'enumeration, sampled' | 'splitting';

/** What is known at one threshold; limits are those of the evidence's error, equal to the estimate where there is none. */
export interface ClaimLevel {
  readonly threshold: number;
  /** −log2 π(score ≥ threshold); null where nobody was found there. */
  readonly bits: number | null;
  /** E[U | score ≥ threshold] */
  readonly mean: number | null;
  /** The same over E_π[U]; null where that is 0. */
  readonly ratio: number | null;
  /** E[U | score ≥ threshold] − E_π[U] with its one-sided limits. */
  readonly rise: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Upper limit of the rise for all thresholds from here up to the next. */
  readonly between: number | null;
}

/** Where a claim fails, with genotypes that show it. */
export interface ClaimWitness {
  readonly threshold: number;
  readonly bits: number;
  /** E_π[U] */
  readonly priorMean: number;
  /** E[U | score ≥ threshold] */
  readonly mean: number;
  /** A few genotypes with a score of at least that, as in the table `champions`, strongest first. */
  readonly genotypes: readonly string[];
}

/** A claim: selection for the score alone raises the mean of U by no more than the margin. */
export interface Claim {
  /** The score: a rewarded channel, or `fitness`; followed by its one context where it is of one of several. */
  readonly intended: string;
  readonly unintended: string;
  /** Labels of demons whose payload it is. */
  readonly demons: readonly string[];
  readonly quantity: 'strength' | 'influence';
  readonly context: string;
  readonly verdict: 'certified' | 'refuted' | 'undecided';
  /** What is left of the margin allowed; negative where it is exceeded, null where nothing is known. */
  readonly margin: number | null;
  /** Bits of pressure up to which the evidence reaches. */
  readonly bits: number;
  readonly method: Method;
  /** Whether m(f) = E[U | score = f] never rises by more than the margin (Theorem 2); null where that was not looked at. */
  readonly monotone: Monotone | null;
  readonly levels: readonly ClaimLevel[];
  /** Of `levels`: how many there were; more are thinned out. */
  readonly levelCount: number;
  readonly witness: ClaimWitness | null;
  /** What more it would take; null where it is decided. */
  readonly needed: string | null;
  /** U_max: by how much more U may rise where selection goes on above the end of the evidence, at most. */
  readonly most: number;
  readonly assumptions: readonly string[];
}

/** The contents of `certificate.json`. */
export interface Certificate {
  /** Probability of a wrong verdict, over all claims together; 0 plays no part in enumeration. */
  readonly alpha: number;
  /** The rise that is allowed, δ. */
  readonly allowed: number;
  readonly claims: readonly Claim[];
  /** Why there are no claims; null where there are. */
  readonly reason: string | null;
}
