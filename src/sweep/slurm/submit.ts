import { chmodSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DeviceError, UserError } from '../../base/errors.js';
import { onPath } from '../../base/on-path.js';
import { writeFileAtomically } from '../../store/atomic-file.js';
import { guardFiles } from '../../store/device-fault.js';
import { ask, askConfiguration, checkAnswered } from './ask-cluster.js';
import { readSlurmFlags, type SlurmFlags } from './options.js';
import { submissionScript } from './script.js';
import { nextFolder, type Submission, submissions, writeSubmission } from './submissions.js';

/** Status of a task that was stopped before the end ({@link ../../cli/exit.ts}). */
const STOPPED = 75;

/** What is submitted of a sweep. */
export interface ToSubmit {
  readonly flags: SlurmFlags;
  /** Points that are not finished, at least one. */
  readonly missing: number;
  /** Goes on with what was submitted before, with its options where no others are given. */
  readonly resume: boolean;
}

/** What was submitted, and what the user should know of it beside. */
export interface Submitted extends Submission {
  readonly notes: readonly string[];
}

/**
 * Writes a submission script into the sweep's directory and gives it to sbatch: an array of tasks, each of which works on
 * whatever is missing of the sweep.
 *
 * @throws UserError if it was submitted before and `resume` is not set, or if sbatch refuses what is asked for
 * @throws DeviceError if there is no sbatch, or the cluster does not answer
 */
export function submitSweep(directory: string, { flags, missing, resume }: ToSubmit): Submitted {
  const last = submissions(directory).at(-1);
  if (last !== undefined && !resume) {
    throw new UserError(
      `${directory}: submitted before, as job ${last.job} on ${last.submitted}, and not finished (${count(missing, 'point')} missing); ` +
        '--slurm --resume submits what is missing',
    );
  }
  const options = readSlurmFlags(flags, last?.options);
  if (onPath('sbatch') === null) {
    throw new DeviceError(
      'sbatch, the command that submits to Slurm, is not on the PATH: go to a machine of the cluster that has it, or use ' +
        '--local on this one, or --shard under another scheduler (docs/cluster.md)',
    );
  }
  const cluster = askConfiguration();
  const tasks = Math.min(options.tasks, missing, cluster.mostTasks ?? options.tasks);
  const folder = resolve(nextFolder(directory));
  const script = join(folder, 'submit.sh');
  writeFileAtomically(
    script,
    submissionScript({
      directory: resolve(directory),
      folder,
      script,
      name: basename(resolve(directory)),
      workingDirectory: process.cwd(),
      node: process.execPath,
      main: programMain(),
      tasks,
      options,
      requeueExit: cluster.requeues(STOPPED),
    }),
  );
  guardFiles('make executable', script, () => chmodSync(script, 0o755));
  const submission: Submission = {
    ...giveToSbatch(script),
    submitted: new Date().toISOString(),
    tasks,
    missing,
    options,
    script,
  };
  writeSubmission(folder, submission);
  return { ...submission, notes: [...limited(options.tasks, missing, cluster.mostTasks), ...alive(last)] };
}

/** @returns the job's number, and its cluster where there are several */
function giveToSbatch(script: string): { job: string; cluster: string | null } {
  const { ok, stdout, complaint } = ask('sbatch', ['--parsable', script]);
  const [, job, cluster] = /^(\d+)(?:;(\S+))?$/m.exec(stdout) ?? [];
  if (ok && job !== undefined) return { job, cluster: cluster ?? null };
  const said = complaint || stdout.trim() || 'nothing';
  checkAnswered(said);
  throw new UserError(
    `sbatch refused what is asked for:\n${said}\n` +
      `Give other options, or edit the script and give it to sbatch yourself: ${script}`,
  );
}

function limited(wanted: number, missing: number, most: number | null): string[] {
  if (most === null || most >= Math.min(wanted, missing)) return [];
  return [`the cluster allows ${count(most, 'task')} in an array (MaxArraySize): ${most} instead of ${wanted}`];
}

/** What is left of the submission before: it shares the work with the new one. */
function alive(last: Submission | undefined): string[] {
  if (last === undefined) return [];
  const { stdout } = ask('squeue', ['--noheader', '--array', '--format=%i', `--jobs=${last.job}`]);
  const tasks = stdout.split('\n').filter(Boolean).length;
  if (tasks === 0) return [];
  return [
    `${count(tasks, 'task')} of job ${last.job} ${tasks === 1 ? 'still waits or runs: it' : 'still wait or run: they'} and the new ones share the work`,
  ];
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

/** The program's main file, compiled, wherever this one runs from. */
function programMain(): string {
  return fileURLToPath(new URL('../src/cli/main.js', import.meta.resolve('#workers/examine.js')));
}
