import { type Command, Option } from 'commander';

export function registerQuery(program: Command): void {
  program
    .command('query')
    .description("ask DuckDB about the tables of a run, or of all runs below a folder: scarce query DIR 'SQL'")
    .argument('<DIR>', 'a run directory, or a folder that holds some')
    .argument('<SQL>', "e.g. 'SELECT generation, avg(mean) FROM channels GROUP BY ALL ORDER BY ALL'")
    .addOption(new Option('--json', 'one JSON object per row').conflicts('csv'))
    .option('--csv', 'comma-separated values with a header')
    .action(async (directory: string, sql: string, options: { json?: boolean; csv?: boolean }) => {
      const { queryTables } = await import('../store/query.js');
      const { formatCsv, formatJsonLines, formatTable } = await import('./format-rows.js');
      const result = await queryTables(directory, sql);
      for (const note of result.skipped) process.stderr.write(`skipped: ${note}\n`);
      const format = options.json ? formatJsonLines : options.csv ? formatCsv : formatTable;
      process.stdout.write(
        format(
          result.columns.map((column) => column.name),
          result.rows,
        ),
      );
    });
}
