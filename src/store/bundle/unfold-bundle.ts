import { dirname, join } from 'node:path';
import { writeFileAtomically } from '../atomic-file.js';
import { writeFolded } from '../folded/folded.js';
import { writeLog } from '../log.js';
import { partDirectory } from '../parts.js';
import { createDirectory } from '../run-directory.js';
import type { Bundle } from './bundle.js';

/**
 * Makes a run directory of a bundle again, its results folded: all that was there but the scenario's text.
 *
 * @param root folder in which `<name>/<seed>-<hash>` is made
 * @returns the run directory
 */
export function unfoldBundle({ directory, parts, files }: Bundle, root: string): string {
  const place = join(root, directory);
  createDirectory(place);
  for (const [name, content] of Object.entries(files)) {
    createDirectory(dirname(join(place, name)));
    writeFileAtomically(join(place, name), `${JSON.stringify(content, null, 2)}\n`);
  }
  for (const { part, manifest, tables, log } of parts) {
    const folder = part === null ? place : partDirectory(place, part);
    createDirectory(folder);
    writeLog(folder, log);
    writeFolded(folder, manifest, tables);
  }
  return place;
}
