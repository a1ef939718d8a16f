import { FaultList } from '../../base/errors.js';

/** What a job array of a sweep asks its cluster for. Null: not asked for, the cluster's default holds. */
export interface SlurmOptions {
  /** Array tasks at most: fewer where fewer points are missing, or where the cluster allows fewer. */
  readonly tasks: number;
  /** Cores of a task, and runs that it computes at a time. */
  readonly cpus: number;
  readonly partition: string | null;
  /** Time limit of a task as Slurm writes it, e.g. `4:00:00`. */
  readonly time: string | null;
  /** Memory of a task as Slurm writes it, e.g. `8G`. */
  readonly mem: string | null;
  /** GPUs of a task as Slurm writes them: a number, or `type:number`. */
  readonly gpus: string | null;
  /** Further options of sbatch as they would stand in a script, e.g. `--qos=long`; they prevail over those above. */
  readonly sbatch: readonly string[];
}

/** The same as texts of a command line; what is absent was not given. */
export interface SlurmFlags extends Partial<Record<keyof Omit<SlurmOptions, 'sbatch'>, string>> {
  readonly sbatch?: readonly string[];
}

const DEFAULTS: SlurmOptions = {
  tasks: 16,
  cpus: 1,
  partition: null,
  time: null,
  mem: null,
  gpus: null,
  sbatch: [],
};

/**
 * Options given on the command line over those of an earlier submission, over the defaults.
 *
 * @throws FaultList naming every option that cannot be what it should be
 */
export function readSlurmFlags(flags: SlurmFlags, earlier: SlurmOptions = DEFAULTS): SlurmOptions {
  const faults: string[] = [];
  const whole = (name: 'tasks' | 'cpus'): number => {
    const text = flags[name];
    if (text === undefined) return earlier[name];
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < 1 || value > 1e6) {
      faults.push(`--${name}: ${text}; expected a whole number from 1 to 1000000`);
    }
    return value;
  };
  const word = (name: 'partition' | 'time' | 'mem' | 'gpus'): string | null => {
    const text = flags[name];
    if (text !== undefined && !/^[^\s"'\\#]+$/.test(text)) {
      faults.push(`--${name}: ${JSON.stringify(text)}; expected one word, which goes to sbatch as it is`);
    }
    return text ?? earlier[name];
  };
  for (const option of flags.sbatch ?? []) {
    if (!/^-[^\n\r]*$/.test(option)) {
      faults.push(
        `--sbatch: ${JSON.stringify(option)}; expected one option of sbatch, for example --sbatch=--qos=long`,
      );
    }
  }
  const options: SlurmOptions = {
    tasks: whole('tasks'),
    cpus: whole('cpus'),
    partition: word('partition'),
    time: word('time'),
    mem: word('mem'),
    gpus: word('gpus'),
    sbatch: flags.sbatch?.length ? flags.sbatch : earlier.sbatch,
  };
  if (faults.length > 0) throw new FaultList(faults);
  return options;
}
