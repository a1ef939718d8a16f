import { DeviceError } from '../base/errors.js';
import type { Manifest } from '../store/manifest.js';
import type { Summary } from './results/summary.js';

/** What a run came to. */
export interface RunOutcome {
  readonly status: 'done' | 'stopped';
  readonly directory: string;
  readonly name: string;
  readonly seed: string;
  readonly hash: string;
  readonly generation: number;
  /** Who evaluated, and on what: of a stored result, who did then. */
  readonly evaluator: Manifest['evaluator'];
  /** Null for a run that was stopped. */
  readonly digest: string | null;
  readonly summary: Summary | null;
  /** True where the result was there already and nothing was computed. */
  readonly stored: boolean;
}

/** The outcome of a run whose manifest says that it is done. */
export function outcomeOf(directory: string, manifest: Manifest, stored: boolean): RunOutcome {
  if (manifest.summary === null) {
    throw new DeviceError(
      `${directory}: manifest.json says done but holds no summary: remove the directory and run again`,
    );
  }
  const summary = manifest.summary as unknown as Summary;
  return {
    status: 'done',
    directory,
    name: manifest.name,
    seed: manifest.seed,
    hash: manifest.hash,
    generation: summary.generation,
    evaluator: manifest.evaluator,
    digest: manifest.digest,
    summary,
    stored,
  };
}
