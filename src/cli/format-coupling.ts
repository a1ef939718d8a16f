import type { CoupledPairSummary, PlaceSummary, SlopeSummary } from '../run/results/coupling-summary.js';
import { tableLines } from './format-rows.js';
import { withError } from './format-with-error.js';

/** Pairs that are printed; all of them are in the table. */
const MOST_PAIRS = 12;

/**
 * The matrix of coupling derivatives and the slopes of single genotypes, as lines; none where nothing is coupled. What is
 * not defined bears a letter, and below stands what it means.
 */
export function formatCoupling(pairs: readonly CoupledPairSummary[]): string[] {
  if (pairs.length === 0) return [];
  const shown = pairs.slice(0, MOST_PAIRS);
  const reasons: string[] = [];
  const cell = (slope: SlopeSummary): string => {
    if (!('reason' in slope)) return withError(slope, 3);
    const known = reasons.indexOf(slope.reason);
    const index = known === -1 ? reasons.push(slope.reason) - 1 : known;
    return `not defined (${String.fromCharCode(97 + index)})`;
  };
  const several = new Set(pairs.map(({ context }) => context)).size > 1;
  const where = (pair: CoupledPairSummary): string[] => (several ? [pair.context] : []);
  const places = (pair: CoupledPairSummary, direction: keyof PlaceSummary): string[] =>
    [pair.prior, pair.mutational, pair.population].map((place) => cell(place[direction]));
  const rows = shown.flatMap((pair) => [
    [pair.unintended, pair.intended, ...where(pair), ...places(pair, 'forward')],
    [pair.intended, pair.unintended, ...where(pair), ...places(pair, 'reverse')],
  ]);
  const left = pairs.length - shown.length;
  return [
    'coupling: bits of one channel that come with a bit of another, by weak selection for the latter',
    '',
    ...tableLines(['bits of', 'per bit of', ...(several ? ['context'] : []), 'prior', 'mutants', 'population'], rows),
    ...reasons.map((reason, index) => `(${String.fromCharCode(97 + index)}) ${reason}`),
    'prior and mutants at generation 0; population at the end, errors over islands',
    ...(several ? ['the context is that of the channel without reward; of the other it is all of them by weight'] : []),
    ...(left === 0 ? [] : [`and ${left} more pairs: see the coupling table`]),
    '',
    ...formatSlopes(shown, where, several),
  ];
}

/** Of one genotype each, over its mutants: whether the mean hides changes of sign. */
function formatSlopes(
  pairs: readonly CoupledPairSummary[],
  where: (pair: CoupledPairSummary) => string[],
  several: boolean,
): string[] {
  const rows = pairs
    .filter(({ local }) => local.quantiles !== null)
    .map((pair) => {
      const { withSlope, genotypes, negative, quantiles } = pair.local;
      return [
        ...[pair.unintended, pair.intended, ...where(pair)],
        ...[`${withSlope} of ${genotypes}`, `${Math.round((100 * negative) / withSlope)} %`],
        ...quantiles!.map((value) => withError({ mean: value, standardError: null }, 2)),
      ];
    });
  if (rows.length === 0) return [];
  const titles = ['bits of', 'per bit of', ...(several ? ['context'] : []), 'genotypes', 'negative'];
  return [
    'slopes of single genotypes of the prior over their mutants, where these differ: quantiles',
    '',
    ...tableLines([...titles, '5 %', '25 %', '50 %', '75 %', '95 %'], rows),
    '',
  ];
}
