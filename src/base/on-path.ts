import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where an executable is found on the PATH; null if nowhere. */
export function onPath(program: string): string | null {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, program);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not here: the next folder may have it.
    }
  }
  return null;
}
