import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Verdict, type VerifyOptions, verifyRun } from '../../run/verify.js';
import type { Bundle } from '../../store/bundle/bundle.js';
import { readBundle } from '../../store/bundle/read-bundle.js';
import { unfoldBundle } from '../../store/bundle/unfold-bundle.js';
import { readPacked } from '../../store/pack/read-packed.js';
import { layout } from '../layout.js';

/** Where a stored run of a sweep is found. */
export interface StoredAt {
  /** Of the sweep. */
  readonly directory: string;
  readonly id: string;
  /** Null where it is not packed yet. */
  readonly pack: string | null;
}

/** A stored run with all its tables. */
export function readStored({ directory, id, pack }: StoredAt): Promise<Bundle> | Bundle {
  return pack === null ? readBundle(layout.done(directory, id)) : readPacked(layout.packs(directory), pack, id);
}

/** Verifies one run of a sweep as if its run directory stood below the sweep's, `<name>/<seed>-<hash>`. */
export async function verifyAgain(stored: StoredAt, options: VerifyOptions): Promise<Verdict> {
  const scratch = mkdtempSync(join(tmpdir(), 'scarce-verify-'));
  try {
    const bundle = await readStored(stored);
    const unfolded = unfoldBundle(bundle, scratch);
    const shown = join(stored.directory, bundle.directory);
    const show = (text: string): string => text.replaceAll(unfolded, shown);
    const verdict = await verifyRun(unfolded, { ...options, onNote: (text) => options.onNote?.(show(text)) });
    return { ...verdict, directory: shown, message: show(verdict.message) };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
