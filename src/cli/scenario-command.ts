import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { UserError } from '../base/errors.js';
import type { JobOptions } from '../run/options.js';
import type { Scenario } from '../scenario/scenario.js';
import { ExitStatus } from './exit.js';
import { collect, wholeNumber } from './option-values.js';
import type { ProgressLine } from './progress.js';
import { onStopSignal } from './stop-signals.js';

/** The flags that every command over a scenario file has. */
export interface ScenarioFlags {
  readonly seed?: string;
  readonly out: string;
  readonly workers?: number;
  readonly evaluator?: string;
  readonly set: string[];
  readonly resume?: boolean;
  readonly checkpoint?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** How a command is told apart in the help of the options that all of them share. */
export interface Wording {
  readonly name: string;
  readonly description: string;
  /** Completes "starts at … where there is no checkpoint". */
  readonly start: string;
  /** What checkpoints are counted in. */
  readonly unit: string;
}

/** Adds the options that every command has that computes from scenario files. */
export function jobFlags(command: Command): Command {
  return command
    .option('--seed <seed>', "replaces the scenario's seed")
    .option('--out <dir>', 'folder in which the run directory <name>/<seed>-<hash> is made', 'out')
    .option(
      '--workers <n>',
      'threads that compute; 0 runs inline; results do not depend on it (default: all cores)',
      wholeNumber(0, 1024),
    )
    .option(
      '--evaluator <name>',
      'who evaluates: wasm, reference, plain (slow, one sample at a time); tfjs, or tfjs:tensorflow, tfjs:webgpu, tfjs:wasm, tfjs:cpu (TensorFlow.js); gpu (a real one); auto (a GPU where it pays); exact (the laws themselves; small lattices) (default: wasm; of analog units reference, and tfjs or gpu where asked for)',
    )
    .option(
      '--set <path=value>',
      'overrides a key of the scenario, e.g. population.size=1000; may be given again',
      collect,
      [],
    )
    .option('--json', 'print one JSON object instead of the summary')
    .option('--quiet', 'no progress on stderr');
}

/** Registers a command over a scenario file, with the options that all of these share. */
export function scenarioCommand(program: Command, { name, description, start, unit }: Wording): Command {
  return jobFlags(program.command(name).description(description).argument('<FILE>', 'scenario file (YAML)'))
    .option('--resume', `go on from the last checkpoint; starts at ${start} where there is none`)
    .option('--checkpoint <n>', `a checkpoint every n ${unit} (default: every 10 seconds)`, wholeNumber(1, 2 ** 31));
}

/** A scenario file read, with the flags' defaults found out. */
export interface Prepared {
  readonly loaded: { readonly scenario: Scenario; readonly hash: string; readonly text: string };
  readonly workers: number;
  readonly evaluator: string;
}

export async function prepare(file: string, flags: ScenarioFlags): Promise<Prepared> {
  const { readScenarioFile } = await import('./read-scenario-file.js');
  const loaded = await readScenarioFile(file, flags.set, flags.seed);
  const evaluator = flags.evaluator ?? (await evaluatorFor(loaded.scenario));
  return { loaded, workers: flags.workers ?? availableParallelism(), evaluator };
}

/** What a job tells of itself, and whether it came to its end. */
interface Outcome {
  readonly status: 'done' | 'stopped';
}

/**
 * Does a command's work with signals, progress and failures as all commands have them, and prints what came of it.
 *
 * @param unit what is finished before a signal stops the work
 */
export async function conduct<Result extends Outcome, Progress>(
  { loaded, workers, evaluator }: Prepared,
  flags: ScenarioFlags,
  progress: ProgressLine<Progress>,
  unit: string,
  work: (options: JobOptions & { readonly onProgress: (progress: Progress) => void }) => Promise<Result>,
  format: (outcome: Result) => string,
): Promise<void> {
  await refuseInSweep(flags.out, loaded.scenario.name);
  const { packageVersion } = await import('./version.js');
  const interruption = new AbortController();
  const interrupt = (signal: NodeJS.Signals): void => {
    progress.note(`${signal}: stopping after this ${unit}, with a checkpoint (again: at once, without)`);
    interruption.abort();
  };
  const stopListening = onStopSignal(interrupt);
  let outcome: Result;
  try {
    outcome = await work({
      ...loaded,
      out: flags.out,
      workers,
      evaluator,
      resume: flags.resume === true,
      checkpointEvery: flags.checkpoint,
      packageVersion: packageVersion(),
      interrupted: interruption.signal,
      onProgress: progress.update,
      onStart: progress.note,
      onNote: progress.note,
      onWarning: progress.warn,
    });
  } catch (error) {
    if (flags.json && !(error instanceof UserError))
      process.stdout.write(`${JSON.stringify(await failure(loaded, flags.out, evaluator, error))}\n`);
    throw error;
  } finally {
    progress.end();
    stopListening();
  }
  process.stdout.write(flags.json ? `${JSON.stringify(outcome)}\n` : format(outcome));
  if (outcome.status === 'stopped') process.exitCode = ExitStatus.stopped;
}

/** Refuses to put a run among the files of a sweep, where nothing would find it. */
async function refuseInSweep(out: string, name: string): Promise<void> {
  const [{ isSweepDirectory }, { join }] = await Promise.all([import('../store/sweep-record.js'), import('node:path')]);
  for (const directory of [out, join(out, name)]) {
    if (!isSweepDirectory(directory)) continue;
    throw new UserError(
      `${directory}: a sweep is there; expected a folder of runs: choose another --out, or another name (--set name=…)`,
    );
  }
}

/** The evaluator where none is asked for; says so where it is not the usual one. */
async function evaluatorFor(scenario: Scenario): Promise<string> {
  const { usualEvaluator } = await import('../run/usual-evaluator.js');
  const { name, note } = usualEvaluator(scenario);
  if (note !== null) process.stderr.write(`${note}\n`);
  return name;
}

/** What --json prints of work that failed; the message for a person goes to stderr as always. */
async function failure(loaded: { scenario: Scenario; hash: string }, out: string, evaluator: string, error: unknown) {
  const [{ runDirectory }, { fullHash }] = await Promise.all([
    import('../store/run-directory.js'),
    import('../run/full-hash.js'),
  ]);
  const { scenario, hash } = loaded;
  const directory = runDirectory(out, scenario.name, scenario.seed, fullHash(hash, evaluator, scenario));
  return { status: 'failed', directory, digest: null, error: error instanceof Error ? error.message : String(error) };
}
