import type { Command } from 'commander';
import type { Verdict, VerifyOptions } from '../run/verify.js';
import type { SweepVerdict } from '../sweep/verify/verify-sweep.js';
import { ExitStatus } from './exit.js';
import { wholeNumber } from './option-values.js';

type CommonOptions = Pick<VerifyOptions, 'storedOnly' | 'evaluator' | 'workers' | 'packageVersion'>;

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
      'check the stored tables of a run, and of a pressure curve beside it, or of all runs of a sweep, against their ' +
        'digests, then compute them again',
    )
    .argument('<DIR>', 'run directory, of a sweep too (<sweep>/<name>/<seed>-<hash>), or the directory of a sweep')
    .option('--stored', 'stop after the stored tables')
    .option(
      '--workers <n>',
      'worker threads, in a sweep a run each; 0 runs inline (default: all cores)',
      wholeNumber(0, 9999),
    )
    .option(
      '--evaluator <name>',
      'who computes again: another than in the manifest where this machine has not its device; counts are the same',
    )
    .option('--json', 'print one JSON object')
    .option('--quiet', 'no progress on stderr')
    .action(verifyCommand);
}

async function verifyCommand(directory: string, flags: VerifyFlags): Promise<void> {
  const [{ packageVersion }, { availableParallelism }, { isSweepDirectory }, { sweepAbove }] = await Promise.all([
    import('./version.js'),
    import('node:os'),
    import('../store/sweep-record.js'),
    import('../sweep/verify/sweep-above.js'),
  ]);
  const options: CommonOptions = {
    storedOnly: flags.stored === true,
    evaluator: flags.evaluator,
    workers: flags.workers ?? availableParallelism(),
    packageVersion: packageVersion(),
  };
  const sweep = sweepAbove(directory);
  const verdict = isSweepDirectory(directory)
    ? await verifyAll(directory, options, flags)
    : await verifyOne(directory, sweep, options, flags);
  process.stdout.write(flags.json ? `${JSON.stringify(verdict)}\n` : `${verdict.message}\n`);
  if (verdict.status === 'failed') process.exitCode = ExitStatus.failed;
}

/** A run directory, or a run of a sweep by the directory that it would have. */
async function verifyOne(
  directory: string,
  sweep: string | null,
  common: CommonOptions,
  flags: VerifyFlags,
): Promise<Verdict> {
  const [{ createProgressLine, generations }, { levels }] = await Promise.all([
    import('./progress.js'),
    import('./progress-levels.js'),
  ]);
  const progress = createProgressLine(flags.quiet === true, generations);
  const pressureProgress = createProgressLine(flags.quiet === true, levels);
  const options = {
    ...common,
    onProgress: progress.update,
    onPressureProgress: pressureProgress.update,
    onNote: progress.note,
  };
  try {
    if (sweep === null) {
      const { verifyRun } = await import('../run/verify.js');
      return await verifyRun(directory, options);
    }
    const [{ findStoredRun }, { verifyAgain }] = await Promise.all([
      import('../sweep/verify/find-run.js'),
      import('../sweep/verify/verify-again.js'),
    ]);
    return await verifyAgain(await findStoredRun(sweep, directory), options);
  } finally {
    progress.end();
    pressureProgress.end();
  }
}

async function verifyAll(directory: string, common: CommonOptions, flags: VerifyFlags): Promise<SweepVerdict> {
  const [{ verifySweep }, { createProgressLine }, { verifying }] = await Promise.all([
    import('../sweep/verify/verify-sweep.js'),
    import('./progress.js'),
    import('./progress-verify.js'),
  ]);
  const progress = createProgressLine(flags.quiet === true, verifying);
  return verifySweep(directory, { ...common, onProgress: progress.update, onNote: progress.note }).finally(
    progress.end,
  );
}
