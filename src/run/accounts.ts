import type { StepInfo } from '../evolution/evolution.js';
import { chanceBits } from '../pressure/chance-bits.js';
import { leastTilt } from '../pressure/channel-bits.js';
import { jointBits } from '../pressure/joint-bits.js';
import { offspringShares, parentTerms, transmissionTerm } from '../pressure/ledger.js';

/** The terms of Price's decomposition, in the order in which they are summed up. */
export const TERMS = ['migration', 'selection', 'drift', 'transmission'] as const;
export type Term = (typeof TERMS)[number];

/**
 * What was booked since the previous row, and what the next row is checked against: plain data, part of a checkpoint.
 *
 * Traits are the channels in the first context, in their order, then those in the next; the demons' presences, likewise;
 * and at last fitness. `channel` below is one in a context.
 */
export interface Accounts {
  /** `[island]`: Σ over steps of bits per parent draw. */
  readonly bitsPerParent: Float64Array;
  /** `[island]`: Σ over steps of draws × bits per parent draw. */
  readonly bitsSpent: Float64Array;
  /** `[island]`: Σ over steps of draws × the least bits that move all channels at once. */
  readonly bitsJoint: Float64Array;
  /** `[island]`: Σ over steps of draws × what a trait unrelated to fitness gets on average. */
  readonly bitsChance: Float64Array;
  /** `[channel][island]`: Σ over steps of draws × the least bits that move the channel, signed by the direction. */
  readonly bits: Float64Array;
  /** `[trait][island]`: Σ over steps of each term, in the unit of the trait. */
  readonly terms: Readonly<Record<Term, Float64Array>>;
  /** `[trait][island]`: means at the previous row; NaN before the first. */
  readonly means: Float64Array;
  readonly breaches: Breaches;
  /** Individuals over all generations whose measures were not finite. */
  readonly overflowed: { count: number };
}

/** How often a relation that must hold was broken beyond rounding, since generation 0: always 0, or the figures are wrong. */
export interface Breaches {
  /** Rows and traits whose change is not the sum of the four terms. */
  identity: number;
  /** Steps and islands in which the largest bits of a channel ≤ joint bits ≤ bits per parent draw did not hold. */
  order: number;
}

/** Rounding of sums over some thousand steps of doubles near 1. */
const ROUNDING = 1e-9;

/** @param presences demons in contexts */
export function openAccounts(islands: number, channels: number, presences = 0): Accounts {
  const zeros = (rows: number): Float64Array => new Float64Array(rows * islands);
  const traits = channels + presences + 1;
  return {
    bitsPerParent: zeros(1),
    bitsSpent: zeros(1),
    bitsJoint: zeros(1),
    bitsChance: zeros(1),
    bits: zeros(channels),
    terms: {
      migration: zeros(traits),
      selection: zeros(traits),
      drift: zeros(traits),
      transmission: zeros(traits),
    },
    means: zeros(traits).fill(Number.NaN),
    breaches: { identity: 0, order: 0 },
    overflowed: { count: 0 },
  };
}

/**
 * Books what a step does to the parents' generation, which is all that is known before the children are: migration,
 * selection, drift and bits.
 *
 * @param traits z of the parents' generation before migration: `[trait]`, each `Float64Array [island][individual]`
 * @param draws parent draws of one island in this step
 */
export function bookParents(
  accounts: Accounts,
  traits: readonly Float64Array[],
  info: StepInfo,
  draws: number,
  onBreach: (text: string) => void,
): void {
  const islands = info.bitsPerParent.length;
  const size = info.parentage.length / islands;
  const offspring = offspringShares(info.parents, size);
  traits.forEach((z, trait) => {
    const terms = parentTerms(z, info, offspring, islands);
    for (const term of ['migration', 'selection', 'drift'] as const) {
      add(accounts.terms[term], trait * islands, terms[term]);
    }
  });
  const channels = traits.slice(0, accounts.bits.length / islands).map((z) => {
    const { arrival } = info;
    return arrival === null ? z : Float64Array.from(arrival, (source) => z[source]!);
  });
  for (let island = 0; island < islands; island++) {
    const onIsland = (values: Float64Array): Float64Array => values.subarray(island * size, (island + 1) * size);
    const parentage = onIsland(info.parentage);
    const here = channels.map(onIsland);
    const tilts = here.map((z) => leastTilt(z, parentage));
    const joint = jointBits(here, parentage, tilts);
    const perParent = info.bitsPerParent[island]!;
    accounts.bitsPerParent[island]! += perParent;
    accounts.bitsSpent[island]! += draws * perParent;
    accounts.bitsJoint[island]! += draws * joint;
    accounts.bitsChance[island]! += draws * chanceBits(parentage);
    tilts.forEach(({ bits, direction }, channel) => {
      accounts.bits[channel * islands + island]! += draws * direction * bits;
    });
    const largest = Math.max(0, ...tilts.map(({ bits }) => bits));
    if (largest > joint + ROUNDING || joint > perParent + ROUNDING) {
      accounts.breaches.order++;
      onBreach(
        `island ${island}: per parent draw, ${largest} bits for the dearest channel, ${joint} for all jointly and ` +
          `${perParent} in all; expected them in ascending order`,
      );
    }
  }
}

/** Books what the children add: transmission. */
export function bookChildren(
  accounts: Accounts,
  before: readonly Float64Array[],
  after: readonly Float64Array[],
  info: StepInfo,
): void {
  const islands = info.bitsPerParent.length;
  before.forEach((z, trait) => {
    add(accounts.terms.transmission, trait * islands, transmissionTerm(z, after[trait]!, info, islands));
  });
}

/**
 * Checks that each trait's mean has changed since the previous row by the sum of its terms.
 *
 * @param means `[trait][island]` at the present row
 */
export function checkIdentity(
  accounts: Accounts,
  means: Float64Array,
  onBreach: (trait: number, island: number, text: string) => void,
): void {
  const islands = accounts.bitsPerParent.length;
  for (let place = 0; place < means.length; place++) {
    const [from, to] = [accounts.means[place]!, means[place]!];
    if (Number.isNaN(from)) continue;
    const terms = TERMS.map((term) => accounts.terms[term][place]!);
    const sum = terms.reduce((total, term) => total + term, 0);
    // Fitness may be weighted by any factor: rounding is relative to the largest number that went in.
    const scale = Math.max(1, Math.abs(from), Math.abs(to), ...terms.map(Math.abs));
    if (Math.abs(to - from - sum) <= ROUNDING * scale) continue;
    accounts.breaches.identity++;
    onBreach(
      Math.floor(place / islands),
      place % islands,
      `the mean went from ${from} to ${to}, but ${TERMS.join(' + ')} is ${sum}`,
    );
  }
}

/** Begins the sums towards the next row. */
export function closeAccounts(accounts: Accounts, means: Float64Array): void {
  const { bitsPerParent, bitsSpent, bitsJoint, bitsChance, bits, terms } = accounts;
  for (const sums of [bitsPerParent, bitsSpent, bitsJoint, bitsChance, bits, ...Object.values(terms)]) sums.fill(0);
  accounts.means.set(means);
}

function add(sums: Float64Array, from: number, values: Float64Array): void {
  for (let i = 0; i < values.length; i++) sums[from + i]! += values[i]!;
}
