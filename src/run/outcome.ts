import { DeviceError, UserError } from '../base/errors.js';
import { findManifest, type Manifest } from '../store/manifest.js';
import type { RunOptions } from './options.js';
import type { Summary } from './summary.js';

/** What a run came to. */
export interface RunOutcome {
  readonly status: 'done' | 'stopped';
  readonly directory: string;
  readonly name: string;
  readonly seed: string;
  readonly hash: string;
  readonly generation: number;
  /** Null for a run that was stopped. */
  readonly digest: string | null;
  readonly summary: Summary | null;
  /** True where the result was there already and nothing was computed. */
  readonly stored: boolean;
}

/** A finished result of the same scenario and seed; null where there is none. */
export function findStoredResult(options: RunOptions, directory: string, seed: string): RunOutcome | null {
  const manifest = findManifest(directory);
  if (manifest === null) return null;
  if (manifest.hash !== options.hash || manifest.seed !== seed) {
    throw new UserError(
      `${directory}: holds the run of another scenario (hash ${manifest.hash}, seed ${manifest.seed}; ` +
        `expected ${options.hash}, seed ${seed}): move it away or choose another --out`,
    );
  }
  return manifest.status === 'done' ? storedOutcome(directory, manifest) : null;
}

/** Refuses to begin anew over what a run left unfinished; called with the lock held, so that run is not alive. */
export function refuseUnfinished(options: RunOptions, directory: string): void {
  const manifest = findManifest(directory);
  if (manifest === null || options.resume) return;
  throw new UserError(
    `${directory}: holds an unfinished run (status ${manifest.status}): add --resume to go on, or remove it to start again`,
  );
}

/** The outcome of a run whose manifest is complete. */
export function outcomeOf(directory: string, manifest: Manifest, stored: boolean): RunOutcome {
  const summary = manifest.summary as unknown as Summary;
  return {
    status: 'done',
    directory,
    name: manifest.name,
    seed: manifest.seed,
    hash: manifest.hash,
    generation: summary.generation,
    digest: manifest.digest,
    summary,
    stored,
  };
}

function storedOutcome(directory: string, manifest: Manifest): RunOutcome {
  if (manifest.summary === null) {
    throw new DeviceError(
      `${directory}: manifest.json says done but holds no summary: remove the directory and run again`,
    );
  }
  return outcomeOf(directory, manifest, true);
}
