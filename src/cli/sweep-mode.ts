import { UserError } from '../base/errors.js';

/** The options of `scarce sweep` as commander gives them; what is absent was not given. */
export interface SweepFlags {
  readonly out?: string;
  readonly set?: readonly string[];
  readonly seed?: string;
  readonly evaluator?: string;
  /** Runs at once; true where no number was given. */
  readonly local?: number | true;
  readonly slurm?: boolean;
  readonly shard?: { readonly index: number; readonly count: number };
  readonly workers?: number;
  readonly dryRun?: boolean;
  readonly status?: boolean;
  readonly once?: boolean;
  readonly merge?: boolean;
  readonly resume?: boolean;
  readonly retryFailed?: boolean;
  readonly tasks?: string;
  readonly cpus?: string;
  readonly partition?: string;
  readonly time?: string;
  readonly mem?: string;
  readonly gpus?: string;
  readonly sbatch?: readonly string[];
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** What is to be done with a sweep. */
export const MODES = ['dryRun', 'local', 'slurm', 'shard', 'status', 'merge'] as const;
export type Mode = (typeof MODES)[number];

/** Options that mean something in some modes only. */
const ONLY_WITH: Partial<Record<keyof SweepFlags, readonly Mode[]>> = {
  workers: ['local', 'shard'],
  once: ['status'],
  resume: ['local', 'slurm', 'shard'],
  retryFailed: ['local', 'slurm', 'shard'],
  tasks: ['slurm'],
  cpus: ['slurm'],
  partition: ['slurm'],
  time: ['slurm'],
  mem: ['slurm'],
  gpus: ['slurm'],
  sbatch: ['slurm'],
};

/** What `--resume` or `--retry-failed` alone may come to. */
const AS_LAST: readonly Mode[] = ['local', 'slurm'];

/** Options that are part of a sweep once it has begun. */
const OF_THE_FILE = ['out', 'set', 'seed', 'evaluator'] as const;

export const spelled = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

const isGiven = (value: unknown): boolean =>
  value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);

/**
 * The one thing that the options ask for; null where they ask to go on in the way in which the sweep was last started.
 *
 * @throws UserError where they ask for none or several, or hold what does not go together
 */
export function modeOf(flags: SweepFlags): Mode | null {
  const asked = MODES.filter((mode) => isGiven(flags[mode]));
  if (asked.length > 1) {
    throw new UserError(`${asked.map(spelled).join(' and ')} at once; expected one of them: they do different things`);
  }
  const mode = asked[0] ?? null;
  if (mode === null && !flags.resume && !flags.retryFailed) {
    throw new UserError(
      'what to do with the sweep? Expected one of\n' +
        '  --dry-run    what it would take\n' +
        '  --local      compute it on this machine\n' +
        '  --slurm      submit it to a Slurm cluster\n' +
        '  --shard i/n  be one of n tasks of another scheduler\n' +
        '  --status     how far it is\n' +
        '  --merge      bring its tables up to date\n' +
        '  --resume     go on as it was last started',
    );
  }
  refuseElsewhere(
    flags,
    mode === null ? AS_LAST : [mode],
    mode === null ? (flags.resume ? '--resume alone' : '--retry-failed alone') : spelled(mode),
  );
  if (typeof flags.local === 'number' && flags.workers !== undefined && flags.local !== flags.workers) {
    throw new UserError(`--local ${flags.local} and --workers ${flags.workers}; expected one number of runs at once`);
  }
  return mode;
}

/**
 * Refuses options that mean nothing in any of some modes.
 *
 * @param called what stands for the modes on the command line
 */
export function refuseElsewhere(flags: SweepFlags, modes: readonly Mode[], called: string): void {
  for (const [name, meant] of Object.entries(ONLY_WITH)) {
    if (!isGiven(flags[name as keyof SweepFlags]) || modes.some((mode) => meant.includes(mode))) continue;
    throw new UserError(
      `${spelled(name)} with ${called}, where it means nothing; expected it with ${meant.map(spelled).join(' or ')}`,
    );
  }
}

/** Refuses options that would change what a sweep is that has begun. */
export function refuseForDirectory(flags: SweepFlags, directory: string): void {
  const given = OF_THE_FILE.find((name) => isGiven(flags[name]));
  if (given === undefined) return;
  throw new UserError(
    `${spelled(given)} with ${directory}, a sweep that has begun and keeps what it was begun with; expected it with the ` +
      'sweep file (another --out makes another sweep)',
  );
}
