import type { Figure } from '../bench/arithmetic/figure.js';
import { lastDigit, roundToSpread } from '../bench/arithmetic/round-to-spread.js';
import { isMissing, type Missing } from '../bench/report.js';
import { formatTable } from './format-rows.js';

/** A table of a benchmark's report, whatever it is printed as. */
export interface Section {
  readonly title: string;
  readonly about: string;
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function sectionsAsText(sections: readonly Section[]): string {
  const show = ({ title, about, names, rows }: Section): string =>
    `${title}\n${about}\n\n${formatTable(names, rows)}\n`;
  return sections.map(show).join('\n');
}

/** @param heading what begins the line of a title */
export function sectionsAsMarkdown(sections: readonly Section[], heading: '##' | '###'): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  const show = ({ title, about, names, rows }: Section): string =>
    `${heading} ${title}\n\n${about}\n\n${line(names)}${line(names.map(() => '---'))}${rows.map(line).join('')}`;
  return sections.map(show).join('\n');
}

/** A report as one line of JSON; its figures have no digit that their spread does not support. */
export function printFigures(report: object): string {
  return `${JSON.stringify(report, (_, value) => (isFigure(value) ? roundToSpread(value) : value))}\n`;
}

function isFigure(value: unknown): value is Figure {
  return typeof value === 'object' && value !== null && 'rounds' in value && 'low' in value;
}

/** Median and quartiles in units of `scale`, as many digits as the spread supports. */
export function showFigure(figure: Figure | Missing, scale = 1): string {
  if (isMissing(figure)) return figure.missing;
  const scaled = { ...figure, value: figure.value / scale, low: figure.low / scale, high: figure.high / scale };
  const { value, low, high } = roundToSpread(scaled);
  const decimals = Math.max(0, -lastDigit(scaled));
  const text = (number: number): string => number.toFixed(decimals);
  return low === high ? text(value) : `${text(value)} (${text(low)}–${text(high)})`;
}
