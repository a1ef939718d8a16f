import { join } from 'node:path';
import { UserError } from '../base/errors.js';
import { foldedFile, foldedManifest } from './folded/folded.js';
import { checkDoneManifest, MANIFEST, type Manifest, parseManifest } from './manifest.js';
import { readTextIfThere } from './read-text.js';

/**
 * The manifest of a run directory, in the form of a file of its own or at the head of a folded result; null where there is
 * none, so no run has started there.
 */
export function findManifest(directory: string): Manifest | null {
  const folded = foldedManifest(directory);
  if (folded !== null) return checkDoneManifest(foldedFile(directory), folded);
  const file = join(directory, MANIFEST);
  const text = readTextIfThere(file);
  return text === null ? null : parseManifest(file, text);
}

/**
 * The manifest of a run directory.
 *
 * @throws UserError where there is none; DeviceError where it is malformed or of another format, naming file and reason
 */
export function readManifest(directory: string): Manifest {
  const manifest = findManifest(directory);
  if (manifest === null) {
    throw new UserError(`${directory}: no ${MANIFEST} in it; expected a run directory, <out>/<name>/<seed>-<hash>`);
  }
  return manifest;
}
