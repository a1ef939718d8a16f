import { type Command, InvalidArgumentError } from 'commander';
import { ExitStatus } from './exit.js';

interface VerifyFlags {
  readonly stored?: boolean;
  readonly workers?: number;
  readonly evaluator?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export function registerVerify(program: Command): void {
  program
    .command('verify')
    .description(
      'check the stored tables of a run, and of a pressure curve beside it, against their digests, then compute them again',
    )
    .argument('<DIR>', 'run directory')
    .option('--stored', 'stop after the stored tables')
    .option('--workers <n>', 'worker threads; 0 runs inline (default: all cores)', (text) => {
      if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('expected a whole number from 0 to 9999');
      return Number(text);
    })
    .option(
      '--evaluator <name>',
      'who computes again: another than in the manifest where this machine has not its device; counts are the same',
    )
    .option('--json', 'print one JSON object')
    .option('--quiet', 'no progress on stderr')
    .action(verifyCommand);
}

async function verifyCommand(directory: string, flags: VerifyFlags): Promise<void> {
  const [{ verifyRun }, { createProgressLine, generations }, { levels }, { packageVersion }, { availableParallelism }] =
    await Promise.all([
      import('../run/verify.js'),
      import('./progress.js'),
      import('./progress-levels.js'),
      import('./version.js'),
      import('node:os'),
    ]);
  const progress = createProgressLine(flags.quiet === true, generations);
  const pressureProgress = createProgressLine(flags.quiet === true, levels);
  const verdict = await verifyRun(directory, {
    storedOnly: flags.stored === true,
    evaluator: flags.evaluator,
    workers: flags.workers ?? availableParallelism(),
    packageVersion: packageVersion(),
    onProgress: progress.update,
    onPressureProgress: pressureProgress.update,
    onNote: progress.note,
  }).finally(() => {
    progress.end();
    pressureProgress.end();
  });
  process.stdout.write(flags.json ? `${JSON.stringify(verdict)}\n` : `${verdict.message}\n`);
  if (verdict.status === 'failed') process.exitCode = ExitStatus.failed;
}
