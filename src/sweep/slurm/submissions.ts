import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../base/errors.js';
import { writeFileAtomically } from '../../store/atomic-file.js';
import { guardFiles } from '../../store/device-fault.js';
import { layout } from '../layout.js';
import type { SlurmOptions } from './options.js';

/** What a sweep gave to its cluster: file `submission.json` beside the script. */
export interface Submission {
  /** Number of the array job, e.g. `1234`. */
  readonly job: string;
  /** Its cluster where there are several; null otherwise. */
  readonly cluster: string | null;
  /** ISO 8601. */
  readonly submitted: string;
  /** Array tasks. */
  readonly tasks: number;
  /** Points that were not finished then. */
  readonly missing: number;
  /** As asked for: what a later submission takes over. */
  readonly options: SlurmOptions;
  /** Absolute path of the script. */
  readonly script: string;
}

const RECORD = 'submission.json';

/** What was submitted of a sweep, oldest first. Scripts that sbatch refused are not among them. */
export function submissions(directory: string): Submission[] {
  return numbers(directory).flatMap((number) => {
    const file = join(layout.slurm(directory), String(number), RECORD);
    if (!existsSync(file)) return [];
    const text = guardFiles('read', file, () => readFileSync(file, 'utf8'));
    try {
      return [JSON.parse(text) as Submission];
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new UserError(
        `${file}: not the record of a submission (${reason}); remove its folder if you have changed it`,
      );
    }
  });
}

/** Makes the folder of the next submission, which no other process has. */
export function nextFolder(directory: string): string {
  return guardFiles('create', layout.slurm(directory), () => {
    mkdirSync(layout.slurm(directory), { recursive: true });
    for (let number = Math.max(0, ...numbers(directory)) + 1; ; number++) {
      const folder = join(layout.slurm(directory), String(number));
      try {
        mkdirSync(folder);
        return folder;
      } catch (error) {
        // Somebody submits at the same time.
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
  });
}

export function writeSubmission(folder: string, submission: Submission): void {
  writeFileAtomically(join(folder, RECORD), `${JSON.stringify(submission, null, 2)}\n`);
}

/** Numbers of the folders that are there, ascending. */
function numbers(directory: string): number[] {
  if (!existsSync(layout.slurm(directory))) return [];
  return guardFiles('read', layout.slurm(directory), () => readdirSync(layout.slurm(directory)))
    .filter((name) => /^[1-9]\d*$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);
}
