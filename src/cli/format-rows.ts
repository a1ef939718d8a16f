/** Rows as one JSON object per line. */
export function formatJsonLines(names: readonly string[], rows: readonly (readonly unknown[])[]): string {
  return rows
    .map((row) => `${JSON.stringify(Object.fromEntries(names.map((name, c) => [name, row[c] ?? null])))}\n`)
    .join('');
}

/** Rows as comma-separated values with a header (RFC 4180); null is an empty field. */
export function formatCsv(names: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const field = (value: unknown): string => {
    const text = plainText(value, '');
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [names, ...rows].map((row) => `${row.map(field).join(',')}\n`).join('');
}

/** Rows as aligned columns for reading; numbers to the right, at most six significant digits of a fraction. */
export function formatTable(names: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const text = rows.map((row) =>
    row.map((value) =>
      typeof value === 'number' && !Number.isInteger(value)
        ? String(Number(value.toPrecision(6)))
        : plainText(value, '-'),
    ),
  );
  const numeric = names.map(
    (_, c) => rows.length > 0 && rows.every((row) => row[c] === null || typeof row[c] === 'number'),
  );
  const width = names.map((name, c) => text.reduce((most, row) => Math.max(most, row[c]!.length), name.length));
  const line = (row: readonly string[]): string =>
    `${row
      .map((cell, c) => (numeric[c] ? cell.padStart(width[c]!) : cell.padEnd(width[c]!)))
      .join('  ')
      .trimEnd()}\n`;
  return [names, width.map((w) => '-'.repeat(w)), ...text].map(line).join('');
}

/** The same line by line. */
export function tableLines(names: readonly string[], rows: readonly (readonly unknown[])[]): string[] {
  return formatTable(names, rows).trimEnd().split('\n');
}

/** A value as text on its own. */
export function plainText(value: unknown, absent: string): string {
  if (value === null || value === undefined) return absent;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
