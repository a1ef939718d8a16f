import { readFile, stat } from 'node:fs/promises';
import { UserError } from '../base/errors.js';
import { MOST_FILE_BYTES } from '../scenario/limits.js';
import { loadScenario } from '../scenario/load.js';

/** Reads and validates a scenario file; an absent, unreadable or oversized file is a fault of the input like any other. */
export async function readScenarioFile(file: string, overrides: readonly string[], seed: string | undefined) {
  let text: string;
  try {
    const { size } = await stat(file);
    if (size > MOST_FILE_BYTES) {
      throw new UserError(`${file}: ${size} bytes; a scenario file has at most ${MOST_FILE_BYTES} bytes`);
    }
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    const reason =
      code === 'ENOENT'
        ? 'no such file'
        : code === 'EISDIR'
          ? 'a folder'
          : code === 'EACCES'
            ? 'not readable'
            : String(code);
    throw new UserError(`${file}: ${reason}; expected a scenario file, such as scenarios/10-line.yaml`);
  }
  return { text, ...loadScenario({ text, file, overrides, ...(seed === undefined ? {} : { seed }) }) };
}
