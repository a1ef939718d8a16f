import type { Command } from 'commander';

export function registerSchema(program: Command): void {
  program
    .command('schema')
    .description('print the JSON Schema of scenario files, for editors')
    .option('--sweep', 'that of sweep files')
    .action(async ({ sweep }: { sweep?: boolean }) => {
      const schema = sweep
        ? (await import('../sweep/design/schema.js')).sweepJsonSchema()
        : (await import('../scenario/schema.js')).jsonSchema();
      process.stdout.write(`${JSON.stringify(schema, null, 2)}\n`);
    });
}
