import type { Scenario } from '../scenario/scenario.js';
import type { Progress } from './evolve.js';

/** What a run is asked for. */
export interface RunOptions {
  readonly scenario: Scenario;
  /** Hash of the scenario; what the evaluator adds to it, runScenario adds. */
  readonly hash: string;
  /** The scenario file as given, kept beside the results. */
  readonly text: string;
  /** Folder in which run directories are made. */
  readonly out: string;
  /** Worker threads; 0 for inline. */
  readonly workers: number;
  readonly evaluator: string;
  readonly resume: boolean;
  /** Generations between checkpoints; undefined: by time. */
  readonly checkpointEvery?: number | undefined;
  readonly packageVersion: string;
  readonly interrupted?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** What is good to know: said on stderr, not under --quiet. */
  readonly onNote?: ((text: string) => void) | undefined;
  /** What the user should not miss: said on stderr always. */
  readonly onWarning?: ((text: string) => void) | undefined;
}
