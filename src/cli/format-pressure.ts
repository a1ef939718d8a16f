import type { PressureOutcome } from '../run/pressure/outcome.js';
import type { CurvePoint, PressureSummary } from '../run/pressure/summary.js';
import { FITNESS } from '../scenario/fitness.js';
import { formatComparison } from './format-comparison.js';
import { formatPredictions } from './format-predictions.js';
import { formatTable } from './format-rows.js';

/** Lines of the curve that are shown; all are in the tables. */
const MOST_LINES = 12;

/** The readable end of a pressure curve: its course, what was needed, and how a run's selection compares with it. */
export function formatPressure(outcome: PressureOutcome): string {
  const { summary, name, seed, directory } = outcome;
  if (summary === null) {
    return `${name}, seed ${seed}: stopped after ${outcome.levels} levels of all repeats together; go on with --resume\nrun directory    ${directory}\n`;
  }
  return [
    formatTitle(name, seed, summary),
    '',
    formatCurve(summary).trimEnd(),
    '',
    ...formatFacts(summary).map(([what, text]) => `${what.padEnd(16)} ${text}`),
    '',
    ...formatPredictions(summary, outcome.certificate!),
    '',
    ...formatComparison(summary.comparison),
    '',
    `digest           ${outcome.digest}`,
    `pressure curve   ${directory}/pressure${outcome.stored ? '  (stored: nothing was computed)' : ''}`,
    `run directory    ${directory}`,
    '',
  ].join('\n');
}

function formatTitle(name: string, seed: string, summary: PressureSummary): string {
  const { on, context, direction, until, particles, repeats, samples, elapsedMs } = summary;
  const to = until.kind === 'bits' ? `${until.value} bits of pressure` : `a score of ${until.value} bits`;
  return (
    `${name}, seed ${seed}: pressure on ${on ?? 'the whole fitness'}${context === null ? '' : ` in ${context}`}, ${direction === 'open' ? 'up' : 'down'} to ${to}, ` +
    `${repeats.length} repeats of ${particles} particles, ${samples === null ? 'exact laws' : `${samples} samples`}, ` +
    `${(elapsedMs / 1000).toFixed(1)} s`
  );
}

/** Points evenly spread over the bits, the first and the last among them. */
function selected(curve: readonly CurvePoint[]): CurvePoint[] {
  if (curve.length <= MOST_LINES) return [...curve];
  const [first, last] = [curve[0]!.bits, curve.at(-1)!.bits];
  const places = new Set([0, curve.length - 1]);
  for (let line = 1; line < MOST_LINES - 1; line++) {
    const bits = first + ((last - first) * line) / (MOST_LINES - 1);
    places.add(curve.findIndex((point) => point.bits >= bits));
  }
  return curve.filter((_, place) => places.has(place));
}

function formatCurve({ curve, followed, repeats, direction }: PressureSummary): string {
  const contexts = new Set(followed.map(({ context }) => context));
  const nameOf = ({ channel, context }: (typeof followed)[number]): string =>
    contexts.size > 1 ? `${channel} in ${context}` : channel;
  const columns = [
    'bits',
    '±',
    direction === 'open' ? 'score ≥' : 'score ≤',
    ...followed.map((row) => (row.channel === FITNESS ? 'score' : nameOf(row))),
    ...followed.filter(({ influenceFirst }) => influenceFirst !== null).map((row) => `${nameOf(row)} infl.`),
    'repeats',
  ];
  const shown = (value: number | null, digits = 4): string =>
    value === null ? '-' : value.toFixed(digits).replace(/^-(0\.0*)$/, '$1');
  const rows = selected(curve).map((point) => [
    `${point.bits.toFixed(2)}${point.trusted ? '' : ' ?'}`,
    shown(point.bitsError, 2),
    shown(point.threshold),
    ...point.means.map((mean) => shown(mean)),
    ...point.influences.filter((_, f) => followed[f]!.influenceFirst !== null).map((mean) => shown(mean)),
    `${point.reached} of ${repeats.length}`,
  ]);
  return formatTable(columns, rows);
}

function formatFacts(summary: PressureSummary): [string, string][] {
  const { needed, curve, repeats } = summary;
  const doubted = curve.some(({ trusted }) => !trusted);
  return [
    ...(curve.length > MOST_LINES
      ? [
          ['shown', `${selected(curve).length} of ${curve.length} points; all are in the table pressure_pooled`] as [
            string,
            string,
          ],
        ]
      : []),
    ['needed', formatNeeded(summary)],
    ['ended', formatEndings(summary)],
    ['ancestors', `${range(repeats.map(({ ancestors }) => ancestors))} of ${summary.particles} at the last level`],
    ...(doubted
      ? [
          ['?', 'lines so marked are not trusted: so many bits might be luck with the samples (measure.samples)'] as [
            string,
            string,
          ],
        ]
      : needed.trustedBits === null
        ? []
        : [
            [
              'trusted',
              `all of it: luck with the samples would take ${needed.trustedBits.toFixed(0)} bits at the end`,
            ] as [string, string],
          ]),
    ['units', 'bits of pressure under the prior; scores and strengths in bits per sample, means over the genotypes'],
    ['', 'of the prior that reach the score, on a second stimulus'],
    ['errors', 'by jackknife over repeats'],
  ];
}

/** The answer in one line, "stuck" said plainly. */
function formatNeeded({ needed, repeats, until, direction }: PressureSummary): string {
  const { bits, standardError, threshold, status, reached, trusted, searchedBits } = needed;
  const figure = `${bits.toFixed(2)}${standardError === null ? '' : ` ±${standardError.toFixed(2)}`}`;
  const side = direction === 'open' ? '≥' : '≤';
  const doubt = trusted ? '' : ' (not trusted)';
  if (status === 'stuck') {
    const reach = `stuck at score ${threshold.toFixed(4)}, which needs ${figure} bits${doubt}: nobody was found ${direction === 'open' ? 'above' : 'below'} within ${searchedBits.toFixed(2)} bits`;
    return until.kind === 'bits'
      ? reach
      : `more than ${searchedBits.toFixed(2)} bits for a score ${side} ${until.value}: ${reach}`;
  }
  const some = reached === repeats.length ? '' : `, reached by ${reached} of ${repeats.length} repeats`;
  return `${figure} bits for a score ${side} ${Number(threshold.toPrecision(6))}${some}${doubt}`;
}

function formatEndings({ repeats, direction }: PressureSummary): string {
  const stuck = repeats.filter(({ ending }) => ending === 'stuck').length;
  const bits = range(repeats.map((repeat) => repeat.bits.toFixed(1)));
  const scores = range(repeats.map(({ threshold }) => threshold.toFixed(4)));
  const levels = range(repeats.map((repeat) => repeat.levels));
  const stuckText = stuck === 0 ? 'no repeat stuck' : `${stuck} of ${repeats.length} repeats stuck`;
  return `${stuckText}; at ${bits} bits, score ${direction === 'open' ? '≥' : '≤'} ${scores}, after ${levels} levels`;
}

/** `7`, or `7 to 12`. */
function range(values: readonly (number | string)[]): string {
  const ascending = [...values].sort((a, b) => Number(a) - Number(b));
  const [least, most] = [ascending[0]!, ascending.at(-1)!];
  return least === most ? `${least}` : `${least} to ${most}`;
}
