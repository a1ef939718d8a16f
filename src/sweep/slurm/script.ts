import type { SlurmOptions } from './options.js';
import { warningSeconds } from './time-limit.js';

/** What a submission script is made of. Paths are absolute. */
export interface ScriptParts {
  /** The sweep's directory. */
  readonly directory: string;
  /** Where the script lies and the tasks leave what they say. */
  readonly folder: string;
  readonly script: string;
  /** What squeue shows. */
  readonly name: string;
  /** Where it was submitted: the working directory of the tasks. */
  readonly workingDirectory: string;
  readonly node: string;
  /** The program's main file, which node runs. */
  readonly main: string;
  /** Array tasks. */
  readonly tasks: number;
  readonly options: Omit<SlurmOptions, 'tasks'>;
  /** The cluster starts a job again that ends with 75 (RequeueExit). */
  readonly requeueExit: boolean;
}

/** The text of a submission script, to be read and edited. */
export function submissionScript(parts: ScriptParts): string {
  return `${[...head(parts), '', ...asked(parts), '', ...(parts.requeueExit ? inPlace(parts) : itself(parts))].join('\n')}\n`;
}

function head({ directory, script, tasks }: ScriptParts): string[] {
  return [
    '#!/bin/bash',
    `# ${tasks === 1 ? 'One task computes' : `${tasks} tasks compute together`} what is not finished of the sweep`,
    `# ${directory}`,
    '# Edit this as you like, and submit it again with',
    `#   sbatch ${shellWord(script)}`,
    '# What is finished is told by files alone: other numbers of tasks, or a second submission, do no harm.',
  ];
}

/** What sbatch is asked for, each with what it does. */
function asked(parts: ScriptParts): string[] {
  const { options, requeueExit, tasks } = parts;
  const when = (line: string, value: string | null): string[] =>
    value === null ? [] : [`#SBATCH ${line}=${sbatchWord(value)}`];
  const signal = requeueExit ? 'TERM' : 'USR1';
  const warning = warningSeconds(options.time);
  return [
    '# What squeue shows.',
    `#SBATCH --job-name=${sbatchWord(parts.name)}`,
    '# Numbers of the tasks, from 1; 1-100%10 would run ten of a hundred at a time.',
    `#SBATCH --array=1-${tasks}`,
    '# One process for each task, with so many cores: it computes as many runs at a time.',
    '#SBATCH --ntasks=1',
    `#SBATCH --cpus-per-task=${options.cpus}`,
    ...when('--partition', options.partition),
    ...when('--time', options.time),
    ...when('--mem', options.mem),
    ...when('--gpus', options.gpus),
    `# So many seconds before time is up ${requeueExit ? 'the task' : 'this script'} is told: runs leave a checkpoint and go on after a new start.`,
    `#SBATCH --signal=B:${signal}@${warning}`,
    '# A task whose node is lost starts again.',
    '#SBATCH --requeue',
    '# What a task says, one file for each, continued after a new start.',
    `#SBATCH --output=${sbatchWord(`${parts.folder.replaceAll('%', '%%')}/task-%a.log`)}`,
    '#SBATCH --open-mode=append',
    `#SBATCH --chdir=${sbatchWord(parts.workingDirectory)}`,
    ...(options.sbatch.length > 0 ? ['# As given with --sbatch.', ...options.sbatch.map(given)] : []),
  ];
}

const SAY =
  'echo "task $SLURM_ARRAY_TASK_ID of $SLURM_ARRAY_TASK_MAX, job $SLURM_JOB_ID on $(hostname), start $((SLURM_RESTART_COUNT + 1))"';

function command({ node, main, directory }: ScriptParts): string[] {
  return [
    `${shellWord(node)} ${shellWord(main)} sweep ${shellWord(directory)} \\`,
    '  --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_MAX" --workers "$SLURM_CPUS_PER_TASK"',
  ];
}

function inPlace(parts: ScriptParts): string[] {
  const [first, rest] = command(parts);
  return [
    SAY,
    "# In this script's place, so that it gets Slurm's signals. Stopped before the end it leaves with status 75, at which this",
    '# cluster starts the task again (RequeueExit).',
    `exec ${first}`,
    rest!,
  ];
}

/**
 * On stop and requeue Slurm itself signals every process of a task; a second SIGTERM from here would end the program
 * without a checkpoint. Only the warning before the time limit goes to the script alone: hence a signal of its own.
 */
function itself(parts: ScriptParts): string[] {
  const [first, rest] = command(parts);
  return [
    SAY,
    '# The warning reaches this script alone and is passed on; SIGTERM has reached the program already.',
    "trap 'kill -TERM $!' USR1",
    'trap : TERM',
    first!,
    `${rest} &`,
    'program=$!',
    '# A signal ends a wait early: wait until the program has left.',
    'while kill -0 $program 2>/dev/null; do wait $program; done',
    'wait $program',
    'status=$?',
    '# 75: stopped before the end. Unless Slurm itself is ending the task, it is put into the queue again.',
    'if [ $status = 75 ] && [ "$(squeue --noheader --format=%T --job="$SLURM_JOB_ID")" = RUNNING ]; then',
    '  scontrol requeue "$SLURM_JOB_ID" && sleep 60 # until Slurm ends this script for it',
    'fi',
    'exit $status',
  ];
}

/** An option as given: quoted where it is `--name=value` with a value that needs it. */
function given(option: string): string {
  const [, name, value] = /^(--[^=\s]+=)(.*)$/.exec(option) ?? [];
  return `#SBATCH ${name === undefined ? option : name + sbatchWord(value!)}`;
}

/** A value as sbatch reads it on a line of a script. */
function sbatchWord(text: string): string {
  return /^[\w./=:@%+,~^*[\]{}()<>&|!-]*$/.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function shellWord(text: string): string {
  return /^[\w./=:@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
