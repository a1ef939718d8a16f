import { type Command, Option } from 'commander';
import { readInputFile } from '../scenario/read-file.js';
import type { QueryResult } from '../store/query.js';
import { documentWith } from './marked-document.js';

export function registerQuery(program: Command): void {
  program
    .command('query')
    .description(
      "ask DuckDB about the tables of a run, of a sweep, or of all runs below a folder: scarce query DIR 'SQL'",
    )
    .argument('<DIR>', 'a run directory, the directory of a sweep, or a folder that holds runs')
    .argument(
      '<SQL>',
      "e.g. 'SELECT generation, avg(mean) FROM channels GROUP BY ALL ORDER BY ALL', or @FILE for a file that holds it",
    )
    .addOption(new Option('--json', 'one JSON object per row').conflicts(['csv', 'markdown']))
    .addOption(new Option('--csv', 'comma-separated values with a header').conflicts('markdown'))
    .option('--markdown', 'a table in Markdown; a column "x ±" holds the errors of the column "x" before it')
    .addOption(
      new Option(
        '--into <file>',
        'a Markdown file that has the table between two marks: it is replaced there',
      ).conflicts(['json', 'csv']),
    )
    .action(queryCommand);
}

interface Flags {
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly markdown?: boolean;
  readonly into?: string;
}

async function queryCommand(directory: string, sql: string, flags: Flags): Promise<void> {
  const format = await formatOf(flags);
  const statement = sql.startsWith('@') ? await readInputFile(sql.slice(1), 'a file with one SQL statement') : sql;
  // Before anything is computed.
  if (flags.into !== undefined) documentWith(flags.into, 'query', '');
  const result = await ask(directory, statement);
  const table = format(
    result.columns.map((column) => column.name),
    result.rows,
  );
  if (flags.into !== undefined) {
    const { writeFileAtomically } = await import('../store/atomic-file.js');
    writeFileAtomically(flags.into, documentWith(flags.into, 'query', table));
  }
  process.stdout.write(table);
}

type Format = (names: readonly string[], rows: readonly (readonly unknown[])[]) => string;

async function formatOf({ json, csv, markdown, into }: Flags): Promise<Format> {
  if (markdown || into !== undefined) return (await import('./format-markdown.js')).formatMarkdown;
  const { formatCsv, formatJsonLines, formatTable } = await import('./format-rows.js');
  return json ? formatJsonLines : csv ? formatCsv : formatTable;
}

/** Refuses the directory that a run of a sweep would have, which is not there, and says where the run's tables are. */
async function askTheSweep(sweep: string, directory: string): Promise<never> {
  const [{ UserError }, { findStoredRun }, { loadSweepDirectory }] = await Promise.all([
    import('../base/errors.js'),
    import('../sweep/verify/find-run.js'),
    import('../sweep/open-sweep.js'),
  ]);
  const { id } = await findStoredRun(sweep, directory);
  const point = (await loadSweepDirectory(sweep)).points.find((one) => one.id === id);
  const fix =
    point === undefined
      ? 'which is no point of its present design, and so in none of its tables'
      : `ask the sweep: scarce query ${sweep} 'SELECT * FROM channels WHERE point = ${point.index}'`;
  throw new UserError(`${directory}: no such folder, but a run of the sweep ${sweep}; ${fix}`);
}

async function ask(directory: string, sql: string): Promise<QueryResult> {
  const { isSweepDirectory } = await import('../store/sweep-record.js');
  if (!isSweepDirectory(directory)) {
    const { sweepAbove } = await import('../sweep/verify/sweep-above.js');
    const above = sweepAbove(directory);
    if (above !== null) await askTheSweep(above, directory);
    const { queryTables } = await import('../store/query.js');
    const result = await queryTables(directory, sql);
    for (const note of result.skipped) process.stderr.write(`skipped: ${note}\n`);
    return result;
  }
  const [{ querySweep }, { createProgressLine }, { merging }] = await Promise.all([
    import('../sweep/merge/query-sweep.js'),
    import('./progress.js'),
    import('./progress-merge.js'),
  ]);
  const progress = createProgressLine(false, merging);
  const result = await querySweep(directory, sql, { onProgress: progress.update, onNote: progress.note }).finally(
    progress.end,
  );
  for (const note of result.skipped) process.stderr.write(`note: ${note}\n`);
  return result;
}
