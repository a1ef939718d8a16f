import type { Estimated } from '../run/pressure/certify/predictions.js';
import type { Certificate, Claim } from '../run/pressure/certify/records.js';
import type { Excess } from '../run/pressure/records.js';
import type { PressureSummary } from '../run/pressure/summary.js';
import { tableLines } from './format-rows.js';
import { withError } from './format-with-error.js';

/** Under the texts that follow the names of facts. */
const INDENT = ' '.repeat(17);

/** What selection for the score will do to channels that are not rewarded, and what is certain of it. */
export function formatPredictions(
  { predictions, needed }: Pick<PressureSummary, 'predictions' | 'needed'>,
  certificate: Certificate,
): string[] {
  const { claims, allowed, alpha, reason } = certificate;
  if (reason !== null) return [`claims           none: ${reason}`];
  const manyContexts = new Set(claims.map(({ context }) => context)).size > 1;
  const rows = predictions.map((prediction, i) => {
    const claim = claims[i]!;
    return [
      nameOf(prediction, manyContexts),
      prediction.quantity,
      figure(prediction.start),
      figure(prediction.end),
      figure(prediction.rise),
      prediction.says,
      claim.verdict,
    ];
  });
  const table = tableLines(
    [
      'not rewarded',
      'quantity',
      'prior',
      `score ≥ ${Number(needed.threshold.toPrecision(4))}`,
      'change',
      'will be',
      `never above +${allowed}`,
    ],
    rows,
  );
  const lines: [string, string][] = [
    ...claims.flatMap((claim): [string, string][] => notes(claim, manyContexts)),
    ['evidence', evidenceOf(claims[0]!, alpha, needed.threshold)],
    ['safe', safeOf(claims)],
    ...claims[0]!.assumptions.map((text, i): [string, string] => [i === 0 ? 'not covered' : '', text]),
  ];
  return [...table, '', ...lines.map(([what, text]) => `${what.padEnd(16)} ${text}`)];
}

/** What the channels became in the run beside the curve, beside what the curve expects of a population of that score. */
export function formatExcess(excess: readonly Excess[]): string[] {
  if (excess.length === 0) return [];
  const manyContexts = new Set(excess.map(({ context }) => context)).size > 1;
  const table = tableLines(
    ['not rewarded', 'quantity', 'became', 'curve expects', 'excess'],
    excess.map((row) => [
      nameOf(row, manyContexts),
      row.quantity,
      withError(row.outcome),
      `${figure(row.expected)}${row.beyond ? ' (its end)' : ''}`,
      figure(row.excess),
    ]),
  );
  const beyond = excess.some((row) => row.beyond);
  return [
    ...table,
    ...(beyond
      ? [`${INDENT}its end: the population scores more than the end of the curve, which is expected then`]
      : []),
  ];
}

function nameOf(
  { channel, demons, context }: Pick<Excess, 'channel' | 'demons' | 'context'>,
  manyContexts: boolean,
): string {
  const labelled = demons.length === 0 ? channel : `${channel} (demon ${demons.join(', ')})`;
  return manyContexts ? `${labelled} in ${context}` : labelled;
}

const figure = (value: Estimated | null): string => (value === null ? '-' : withError(value));

/** Why a claim is not decided; where it fails. */
function notes(claim: Claim, manyContexts: boolean): [string, string][] {
  const { verdict, witness, needed, unintended, quantity } = claim;
  const name = `${nameOf({ ...claim, channel: unintended }, manyContexts)}, ${quantity}`;
  if (verdict === 'certified') return [];
  if (witness === null) return [[verdict, `${name}: it takes ${needed}`]];
  const { threshold, bits, priorMean, mean, genotypes } = witness;
  const from = threshold === Number.MIN_VALUE ? 'score > 0' : `score ≥ ${threshold.toFixed(4)}`;
  const where = `at ${from} (${bits.toFixed(1)} bits) the mean is ${mean.toFixed(4)}, ${priorMean.toFixed(4)} under the prior`;
  return [[verdict, `${name}: ${where}; ${genotypes.length} genotypes that show it are in certificate.json`]];
}

/** @param end the score at the end of the curve, at which the pilot that chose the thresholds may not have arrived */
function evidenceOf({ method, bits, monotone, levels }: Claim, alpha: number, end: number): string {
  const isShort = levels.length > 0 && levels.at(-1)!.threshold < end;
  const reach = `reaches to ${bits.toFixed(1)} bits of pressure${isShort ? ', short of the end of the curve' : ''}`;
  if (method === 'enumeration') {
    const also = monotone === null ? '' : '; what is safe from other beginnings too is in certificate.json (monotone)';
    return `all genotypes that matter, with exact laws; ${reach}${also}`;
  }
  const what = method === 'splitting' ? 'splitting' : 'all genotypes that matter, on samples';
  return `${what}; ${reach}; a wrong verdict among all has a probability of about ${alpha}`;
}

/** A channel is safe only where both quantities are, in every context. */
function safeOf(claims: readonly Claim[]): string {
  const names = [...new Set(claims.map(({ unintended }) => unintended))];
  const safe = names.filter((name) =>
    claims.every(({ unintended, verdict }) => unintended !== name || verdict === 'certified'),
  );
  return safe.length === 0
    ? 'none: a channel is, where its strength and its influence are certified in every context'
    : `${safe.join(', ')}: certified by strength and by influence in every context`;
}
