import type { Command } from 'commander';

export function registerSchema(program: Command): void {
  program
    .command('schema')
    .description('print the JSON Schema of scenario files, for editors')
    .action(async () => {
      const { jsonSchema } = await import('../scenario/schema.js');
      process.stdout.write(`${JSON.stringify(jsonSchema(), null, 2)}\n`);
    });
}
