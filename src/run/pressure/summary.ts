import { finiteOrNull } from '../../base/table.js';
import { type PooledPoint, pooledBits } from '../../pressure/splitting/pool.js';
import type { Ending, RepeatState } from '../../pressure/splitting/repeat.js';
import { trustedBits } from '../../pressure/splitting/trust.js';
import { pressureOf } from '../../scenario/pressure.js';
import type { Scenario } from '../../scenario/scenario.js';
import type { Prediction } from './certify/predictions.js';
import type { Comparison } from './records.js';
import { type FollowedNames, followed } from './rows.js';

/** An estimate over repeats; the error is null where fewer than two of them say anything. */
export interface OverRepeats {
  readonly mean: number;
  readonly standardError: number | null;
}

/** The score, or a channel in a context, under π and at the end of the curve. */
export interface FollowedSummary {
  readonly channel: string;
  readonly context: string;
  /** Bits. Null where nothing was found: no repeat reached the end. */
  readonly first: OverRepeats | null;
  readonly last: OverRepeats | null;
  /** Null for the score, and where influence is out of reach. */
  readonly influenceFirst: OverRepeats | null;
  readonly influenceLast: OverRepeats | null;
}

export interface RepeatSummary {
  readonly repeat: number;
  readonly bits: number;
  /** As it is with ideal mixing. */
  readonly bitsError: number;
  readonly threshold: number;
  /** Levels after the prior, those inside plateaus included. */
  readonly levels: number;
  readonly ending: Ending;
  readonly ancestors: number;
}

/** One pooled point of the curve: what a reader needs to see its course. */
export interface CurvePoint {
  readonly threshold: number;
  readonly bits: number;
  readonly bitsError: number | null;
  readonly trusted: boolean;
  readonly reached: number;
  /** In the order of {@link PressureSummary.followed}. */
  readonly means: readonly (number | null)[];
  readonly meanErrors: readonly (number | null)[];
  readonly influences: readonly (number | null)[];
  readonly influenceErrors: readonly (number | null)[];
}

/** What a finished pressure curve says of itself: the contents of `summary.json`. */
export interface PressureSummary {
  /** The rewarded channel whose information is the score; null: the whole fitness. */
  readonly on: string | null;
  /** The one context that the score is of; null: all of them by their weights. */
  readonly context: string | null;
  readonly direction: 'open' | 'close';
  readonly until: { readonly kind: 'bits' | 'strength'; readonly value: number };
  readonly particles: number;
  readonly moves: number;
  readonly keep: number;
  /** Null where scores are exact. */
  readonly samples: number | null;
  readonly needed: {
    /**
     * `stuck`: no repeat reached what was asked for, or, asked for bits, most got stuck. Then `threshold` is the score that
     * all of them reached, and what lies beyond needs more than `bits`.
     */
    readonly status: 'reached' | 'stuck';
    readonly threshold: number;
    readonly bits: number;
    readonly standardError: number | null;
    /** −log2 of the mean probability of the sets that repeats ended in, those inside plateaus included: so far was searched. */
    readonly searchedBits: number;
    /** Repeats in which some particle was there. */
    readonly reached: number;
    readonly trusted: boolean;
    /** S·t − 10: beyond so many bits, luck with the samples might have brought genotypes there; null where it cannot. */
    readonly trustedBits: number | null;
  };
  readonly followed: readonly FollowedSummary[];
  readonly repeats: readonly RepeatSummary[];
  readonly curve: readonly CurvePoint[];
  /** Of every unintended channel in every context, by strength and by influence; none where the direction is close. */
  readonly predictions: readonly Prediction[];
  readonly comparison: Comparison;
  /** Of the process that finished the curve. */
  readonly elapsedMs: number;
}

function overRepeats(point: PooledPoint, observable: number | null): OverRepeats | null {
  const found = observable === null ? undefined : point.observables[observable];
  const value = finiteOrNull(found?.mean);
  return value === null ? null : { mean: value, standardError: finiteOrNull(found!.standardError) };
}

/** Condenses a pressure curve; the comparison with a run comes apart, since the run may come later. */
export function summarisePressure(
  scenario: Scenario,
  names: FollowedNames,
  samples: number | null,
  repeats: readonly RepeatState[],
  pooled: readonly PooledPoint[],
): Omit<PressureSummary, 'predictions' | 'comparison' | 'elapsedMs'> {
  const { on, direction, until, particles, moves, keep } = pressureOf(scenario);
  const known = pooled.filter(({ reached }) => reached > 0);
  const first = known[0]!;
  const rows = followed(names);
  const stuck = repeats.filter(({ ended }) => ended === 'stuck').length;
  // Asked for bits, a repeat may end where most are stuck, by an estimate that is too large by luck.
  const isStuck = stuck === repeats.length || (until.kind === 'bits' && 2 * stuck > repeats.length);
  // Where all are stuck, each at a place of its own, what can be said is of the place that all of them reached.
  const last = (isStuck ? known.filter(({ reached }) => reached === repeats.length) : known).at(-1)!;
  return {
    ...{ on: on?.channel ?? null, context: on?.context ?? null, direction, until, particles, moves, keep, samples },
    needed: {
      status: isStuck ? 'stuck' : 'reached',
      threshold: last.threshold,
      bits: last.bits,
      standardError: finiteOrNull(last.bitsError),
      searchedBits: pooledBits(repeats),
      reached: last.reached,
      trusted: last.trusted,
      trustedBits: trustedBits(last.threshold, samples, direction),
    },
    followed: rows.map(({ context, name, strength, influence }) => ({
      channel: name,
      context,
      first: overRepeats(first, strength),
      last: overRepeats(last, strength),
      influenceFirst: overRepeats(first, influence),
      influenceLast: overRepeats(last, influence),
    })),
    repeats: repeats.map(({ repeat, bits, threshold, levels, ended }) => {
      const { bitsError, ancestors } = levels.at(-1)!;
      return { repeat, bits, bitsError, threshold, levels: levels.length - 1, ending: ended!, ancestors };
    }),
    curve: known.map((point) => ({
      threshold: point.threshold,
      bits: point.bits,
      bitsError: finiteOrNull(point.bitsError),
      trusted: point.trusted,
      reached: point.reached,
      means: rows.map(({ strength }) => finiteOrNull(point.observables[strength]!.mean)),
      meanErrors: rows.map(({ strength }) => finiteOrNull(point.observables[strength]!.standardError)),
      influences: rows.map(({ influence }) => overRepeats(point, influence)?.mean ?? null),
      influenceErrors: rows.map(({ influence }) => overRepeats(point, influence)?.standardError ?? null),
    })),
  };
}
