import { plainText } from './format-rows.js';

/** What a column's name ends in that holds the standard errors of the column before it. */
const ERRORS = ' ±';

/** Cells of a table in Markdown, one line a row. */
export function markdownLine(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |\n`;
}

/**
 * Rows as a table in Markdown. A column named as the one before it and ` ±` holds standard errors: the two become one,
 * figures rounded to what their errors allow.
 */
export function formatMarkdown(names: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const hasError = names.map((name, c) => names[c + 1] === `${name}${ERRORS}`);
  const shown = names.flatMap((_, c) => (c > 0 && hasError[c - 1] ? [] : [c]));
  const cell = (row: readonly unknown[], c: number): string => {
    return hasError[c] ? figure(row[c], row[c + 1]) : plainText(row[c], '');
  };
  return [shown.map((c) => names[c]!), shown.map(() => '---'), ...rows.map((row) => shown.map((c) => cell(row, c)))]
    .map(markdownLine)
    .join('');
}

/** A number with its error: to its first digit, or its second where the first is a 1; as it is where it has none. */
export function figure(value: unknown, error: unknown): string {
  if (typeof value !== 'number') return plainText(value, '');
  if (typeof error !== 'number' || error === 0) return grouped(value, undefined);
  const exponent = Math.floor(Math.log10(error));
  const place = error / 10 ** exponent < 1.95 ? exponent - 1 : exponent;
  return `${grouped(value, place)} ± ${grouped(error, place)}`;
}

/** A number rounded to a power of ten, thousands set apart, with a true minus sign. */
function grouped(value: number, place: number | undefined): string {
  const decimals = place === undefined ? undefined : Math.max(0, -place);
  const rounded = place === undefined || place <= 0 ? value : Math.round(value / 10 ** place) * 10 ** place;
  const text = rounded.toLocaleString('en-US', {
    minimumFractionDigits: decimals ?? 0,
    maximumFractionDigits: decimals ?? 4,
  });
  return /^-[0.,]*$/.test(text) ? text.slice(1) : text.replace('-', '−');
}
