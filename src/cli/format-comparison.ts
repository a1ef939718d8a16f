import type { Check, Comparison, Figure } from '../run/pressure/records.js';
import { formatExcess } from './format-predictions.js';
import { tableLines } from './format-rows.js';
import { toItsError } from './format-with-error.js';

/** What one score needed beside what selection in the run did for it, in bits, and the inequalities between them. */
export function formatComparison({ row, others, checks, missing, excess }: Comparison): string[] {
  const figures: [string, Figure][] = [
    ['needed', row.needed],
    ['earned', row.earned],
    ['held', row.held],
    ['line of descent, at opening', row.descentAtOpening],
    ['line of descent, at the end', row.descentAtEnd],
    ['spent on an island', row.spent],
  ];
  const shown = missing === null ? figures : figures.slice(0, 1);
  const table = tableLines(
    ['figure', 'bits', 'remark'],
    shown.map(([name, figure]) => [name, bitsOf(figure), remarkOf(figure)]),
  );
  return [
    ...table,
    ...(missing === null ? [] : ['reason' in row.spent ? `the rest needs a run; ${row.spent.reason}` : missing]),
    ...(row.efficiency === null || row.earnedPerSpent === null
      ? []
      : [
          `efficiency       earned is ${row.efficiency.toPrecision(2)} of the line of descent, ${row.earnedPerSpent.toPrecision(2)} of what was spent`,
        ]),
    ...others.map(({ channel, how }) => `${channel.padEnd(16)} another rewarded channel: ${how} measures its price`),
    ...(excess.length === 0 ? [] : ['', ...formatExcess(excess)]),
    ...(missing === null ? ['', ...checks.map(checkLine)] : []),
  ];
}

function bitsOf(figure: Figure): string {
  if (figure.bits === null) return 'not defined';
  return `${figure.atLeast ? '≥ ' : ''}${toItsError({ mean: figure.bits, standardError: figure.standardError })}`;
}

function remarkOf(figure: Figure): string {
  return (figure.bits === null ? figure.reason : figure.remark) ?? '';
}

function checkLine({ claim, outcome, left, right, reason }: Check): string {
  const bits = (value: number | null): string => (value === null ? '-' : value.toFixed(2));
  const figures = left === null && right === null ? '' : ` (${bits(left)}, ${bits(right)})`;
  // An estimate may lie on the wrong side of the other and yet agree with the claim.
  const within = outcome === 'holds' && left !== null && right !== null && left > right ? 'within error' : outcome;
  return `${(outcome === 'breached' ? 'BREACHED' : within).padEnd(16)} ${claim}${figures}: ${reason}`;
}
