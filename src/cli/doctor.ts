import type { Command } from 'commander';

export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .description('what this machine can use, and how to get what is missing')
    .option('--json', 'print one JSON object')
    .action(async (flags: { json?: boolean }) => {
      const { examineMachine } = await import('../run/examine-machine.js');
      const findings = await examineMachine();
      process.stdout.write(
        flags.json
          ? `${JSON.stringify({ findings })}\n`
          : findings
              .map(
                ({ what, found, advice }) =>
                  `${what.padEnd(16)} ${found}${advice ? `\n${' '.repeat(17)}${advice}` : ''}\n`,
              )
              .join(''),
      );
    });
}
