import type { Scenario } from '../scenario/scenario.js';
import type { Evaluation } from './evaluation.js';
import type { Progress } from './evolve.js';

/** What a run or a pressure curve is asked for. */
export interface JobOptions {
  readonly scenario: Scenario;
  /** Hash of the scenario; what the evaluator adds to it, runScenario and runPressure add. */
  readonly hash: string;
  /** The scenario file as given, kept beside the results. */
  readonly text: string;
  /** Folder in which run directories are made. */
  readonly out: string;
  /** Worker threads; 0 for inline. */
  readonly workers: number;
  /** Runs that this process does at once, this one among them: each may use its share of the memory. 1 if not said. */
  readonly sharing?: number | undefined;
  /** As asked for: a name, or a choice. */
  readonly evaluator: string;
  /** What the evaluator's name asks for, where it is open already: whoever opened it closes it. */
  readonly evaluation?: Evaluation | undefined;
  readonly resume: boolean;
  /**
   * What a finished result is left as: a manifest and a Parquet file for each table, or all of it folded into one file
   * that needs no DuckDB, without the scenario's text, and with a manifest before it only once there is something to
   * resume. Spread where nothing is said; the results are the same.
   */
  readonly form?: 'spread' | 'folded' | undefined;
  /** Generations of a run, or levels of all repeats together, between checkpoints; undefined: by time. */
  readonly checkpointEvery?: number | undefined;
  /** Seconds between checkpoints by time, at least; 10 where nothing is said. */
  readonly checkpointSeconds?: number | undefined;
  readonly packageVersion: string;
  /** Asked between two steps: whether to stop there, with a checkpoint. */
  readonly interrupted?: Pick<AbortSignal, 'aborted'> | undefined;
  /** Where resumed work begins, told before it does: said on stderr, not under --quiet. */
  readonly onStart?: ((text: string) => void) | undefined;
  /** What is good to know: said on stderr, not under --quiet. */
  readonly onNote?: ((text: string) => void) | undefined;
  /** What the user should not miss: said on stderr always. */
  readonly onWarning?: ((text: string) => void) | undefined;
}

/** The options of a job whose evaluator is found out, and what computes. */
export type OpenOptions = JobOptions & { readonly where: string };

export interface RunOptions extends JobOptions {
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}
