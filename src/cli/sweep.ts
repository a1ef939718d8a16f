import { type Command, InvalidArgumentError, Option } from 'commander';
import { collect, wholeNumber } from './option-values.js';
import { type Mode, modeOf, refuseElsewhere, type SweepFlags, spelled } from './sweep-mode.js';
import type { SweepSource } from './sweep-source.js';

function readShard(text: string): { index: number; count: number } {
  const [, index, count] = text.match(/^(\d{1,7})\/(\d{1,7})$/)?.map(Number) ?? [];
  if (index === undefined || count === undefined || index < 1 || index > count) {
    throw new InvalidArgumentError('expected i/n with i from 1 to n, such as 3/16');
  }
  return { index, count };
}

export function registerSweep(program: Command): void {
  program
    .command('sweep')
    .description('compute many runs of one scenario, on this machine or on a cluster, and merge their tables')
    .argument('<FILE>', 'sweep file (YAML), or the directory of a sweep that has begun')
    .optionsGroup('What to do (one of these):')
    .option('--dry-run', 'say how many runs there are and what they would take, and run nothing')
    .option(
      '--local [n]',
      'compute it here, n runs at once (default: all cores); what is finished is not computed again',
      wholeNumber(1, 1024, ' after --local; the file goes before it'),
    )
    .option('--slurm', "write a job array into the sweep's directory and submit it with sbatch")
    .option(
      '--shard <i/n>',
      'be task i of n (from 1) of any other scheduler: compute what nobody has, then end',
      readShard,
    )
    .option('--status', 'say how far it is; on a terminal again and again, until it is over or Ctrl-C')
    .option('--merge', 'bring the merged tables up to date with what is finished')
    .optionsGroup('The sweep:')
    .option('--out <dir>', 'folder in which the directory of the sweep, <name>, is made (default: "out")')
    .option('--set <path=value>', 'overrides a key of the base scenario for all runs; may be given again', collect)
    .option('--seed <seed>', 'replaces the seed of the base scenario, from which those of all runs come')
    .option('--evaluator <name>', 'who evaluates, as for scarce run; replaces that of the sweep file')
    .optionsGroup('How:')
    .option('--resume', 'go on after a stop: with --slurm submit what is missing; alone as it was last started')
    .option('--retry-failed', 'give runs that failed for good all their attempts back, and go on')
    .option('--workers <n>', 'runs at once of --local or --shard (default: all cores)', wholeNumber(1, 1024))
    .option('--once', 'with --status: look once, also on a terminal')
    .option('--json', 'print one JSON object')
    .option('--quiet', 'no progress on stderr')
    .optionsGroup('Slurm (docs/cluster.md):')
    .option('--tasks <n>', 'array tasks at most, each of which does many runs (default: 16)')
    .option('--cpus <n>', 'cores of a task, and runs that it does at once (default: 1)')
    .option('--partition <name>', 'as sbatch takes it, as are the following')
    .option('--time <limit>', 'time limit of a task, such as 4:00:00; what is not done by then goes on in a new one')
    .option('--mem <size>', 'memory of a task, such as 8G')
    .option('--gpus <n>', 'GPUs of a task')
    .addOption(
      new Option(
        '--sbatch <option>',
        'any other option of sbatch, such as --sbatch=--qos=long; may be given again',
      ).argParser(collect),
    )
    .addHelpText(
      'after',
      `
Examples:
  scarce sweep scenarios/sweeps/smoke.yaml --dry-run          how many runs, how long, how much disk
  scarce sweep scenarios/sweeps/smoke.yaml --local 2          compute them here, two at once
  scarce sweep scenarios/sweeps/smoke.yaml --status           how far it is, from another terminal
  scarce query out/smoke-sweep 'SELECT * FROM costs'          its tables, coordinates as columns
  scarce sweep FILE --slurm --tasks 50 --cpus 8 --time 4:00:00
  scarce sweep out/smoke-sweep --resume                       go on as it was last started

Any number of processes, on any number of machines that share the folder, may work on one sweep: each run is done once.

Exit status: 0 all runs finished (or submitted); 1 some failed for good; 2 bad input; 75 stopped, --resume goes on.`,
    )
    .action(sweepCommand);
}

async function sweepCommand(path: string, flags: SweepFlags): Promise<void> {
  const asked = modeOf(flags);
  const { readSweepSource } = await import('./sweep-source.js');
  const source = await readSweepSource(path, flags);
  const mode = asked ?? (await lastMode(source.directory));
  if (asked === null) refuseElsewhere(flags, [mode], `a sweep last started by ${spelled(mode)}`);
  await (await workOf(mode))(source, flags);
}

/** What a mode does; only what it needs is loaded. */
async function workOf(mode: Mode): Promise<(source: SweepSource, flags: SweepFlags) => Promise<void>> {
  switch (mode) {
    case 'dryRun':
      return (await import('./sweep-dry-run.js')).showDryRun;
    case 'status':
      return (await import('./sweep-status.js')).showStatus;
    case 'merge':
      return (await import('./sweep-merge.js')).mergeNow;
    case 'slurm':
      return (await import('./sweep-slurm.js')).submitToSlurm;
    default: {
      const { computeSweep } = await import('./sweep-session.js');
      return (source, flags) => computeSweep(source, mode, flags);
    }
  }
}

/** How a sweep was last started: by Slurm if it was ever submitted, else here. */
async function lastMode(directory: string): Promise<Mode> {
  const { submissions } = await import('../sweep/slurm/submissions.js');
  return submissions(directory).length > 0 ? 'slurm' : 'local';
}
