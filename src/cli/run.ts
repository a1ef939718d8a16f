import { type Command, InvalidArgumentError } from 'commander';
import { UserError } from '../base/errors.js';
import type { RunOutcome } from '../run/outcome.js';
import type { Scenario } from '../scenario/scenario.js';
import { ExitStatus } from './exit.js';

interface RunFlags {
  readonly seed?: string;
  readonly out: string;
  readonly workers?: number;
  readonly evaluator?: string;
  readonly set: string[];
  readonly resume?: boolean;
  readonly checkpoint?: number;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`expected a whole number from ${least} to ${most}`);
    }
    return value;
  };

export function registerRun(program: Command): void {
  program
    .command('run')
    .description('evolve a scenario into a run directory')
    .argument('<FILE>', 'scenario file (YAML)')
    .option('--seed <seed>', "replaces the scenario's seed")
    .option('--out <dir>', 'folder in which the run directory <name>/<seed>-<hash> is made', 'out')
    .option(
      '--workers <n>',
      'worker threads; 0 runs inline; results do not depend on it (default: all cores)',
      wholeNumber(0, 1024),
    )
    .option(
      '--evaluator <name>',
      'who evaluates: wasm, reference, plain (slow, one sample at a time), or exact (the laws themselves; small lattices) (default: wasm)',
    )
    .option(
      '--set <path=value>',
      'overrides a key of the scenario, e.g. population.size=1000; may be given again',
      collect,
      [],
    )
    .option('--resume', 'go on from the last checkpoint; starts at generation 0 where there is none')
    .option('--checkpoint <n>', 'a checkpoint every n generations (default: every 10 seconds)', wholeNumber(1, 2 ** 31))
    .option('--dry-run', 'say what the run would take, and run nothing')
    .option('--json', 'print one JSON object instead of the summary')
    .option('--quiet', 'no progress on stderr')
    .action(runCommand);
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

async function runCommand(file: string, flags: RunFlags): Promise<void> {
  const [{ readScenarioFile }, { availableParallelism }] = await Promise.all([
    import('./read-scenario-file.js'),
    import('node:os'),
  ]);
  const loaded = await readScenarioFile(file, flags.set, flags.seed);
  const workers = flags.workers ?? availableParallelism();
  const evaluator = flags.evaluator ?? (await usualEvaluator());
  if (flags.dryRun) {
    const { estimateRun } = await import('../run/estimate.js');
    const { formatEstimate } = await import('./format-estimate.js');
    const estimate = estimateRun(loaded.scenario, evaluator, workers);
    process.stdout.write(flags.json ? `${JSON.stringify(estimate)}\n` : formatEstimate(loaded.scenario, estimate));
    return;
  }
  const [{ runScenario }, { createProgressLine }, { formatSummary }, { packageVersion }] = await Promise.all([
    import('../run/run.js'),
    import('./progress.js'),
    import('./format-summary.js'),
    import('./version.js'),
  ]);
  const progress = createProgressLine(flags.quiet === true);
  const interruption = new AbortController();
  const interrupt = (signal: NodeJS.Signals): void => {
    progress.note(`${signal}: stopping after this generation, with a checkpoint (again: at once, without)`);
    interruption.abort();
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  let outcome: RunOutcome;
  try {
    outcome = await runScenario({
      ...loaded,
      out: flags.out,
      workers,
      evaluator,
      resume: flags.resume === true,
      checkpointEvery: flags.checkpoint,
      packageVersion: packageVersion(),
      interrupted: interruption.signal,
      onProgress: progress.update,
      onNote: progress.note,
      onWarning: progress.warn,
    });
  } catch (error) {
    if (flags.json && !(error instanceof UserError))
      process.stdout.write(`${JSON.stringify(await failure(loaded, flags.out, evaluator, error))}\n`);
    throw error;
  } finally {
    progress.end();
    process.removeListener('SIGINT', interrupt).removeListener('SIGTERM', interrupt);
  }
  if (flags.json) process.stdout.write(`${JSON.stringify(outcome)}\n`);
  else process.stdout.write(formatSummary(outcome));
  if (outcome.status === 'stopped') process.exitCode = ExitStatus.stopped;
}

/** The evaluator where none is asked for; says so where it is not the usual one. */
async function usualEvaluator(): Promise<string> {
  const { defaultEvaluator } = await import('../simulate/evaluators.js');
  const { name, note } = defaultEvaluator();
  if (note !== null) process.stderr.write(`${note}\n`);
  return name;
}

/** What --json prints of a run that failed; the message for a person goes to stderr as always. */
async function failure(loaded: { scenario: Scenario; hash: string }, out: string, evaluator: string, error: unknown) {
  const [{ runDirectory }, { fullHash }] = await Promise.all([
    import('../store/run-directory.js'),
    import('../run/full-hash.js'),
  ]);
  const { scenario, hash } = loaded;
  const directory = runDirectory(out, scenario.name, scenario.seed, fullHash(hash, evaluator));
  return { status: 'failed', directory, digest: null, error: error instanceof Error ? error.message : String(error) };
}
