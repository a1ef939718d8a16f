import { readFile, stat } from 'node:fs/promises';
import { UserError } from '../base/errors.js';
import { MOST_FILE_BYTES } from './limits.js';

/** Codes of the system that have a word of their own. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'a folder',
  EACCES: 'not readable',
};

/**
 * The text of a file of the format; an absent, unreadable or oversized one is a fault of the input like any other.
 *
 * @param expected what it should have been, for messages, such as `a scenario file, such as scenarios/10-line.yaml`
 * @throws UserError
 */
export async function readInputFile(file: string, expected: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > MOST_FILE_BYTES)
      throw new UserError(`${file}: ${size} bytes; ${expected.split(',')[0]} has at most ${MOST_FILE_BYTES} bytes`);
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = String((error as NodeJS.ErrnoException).code);
    throw new UserError(`${file}: ${REASONS[code] ?? code}; expected ${expected}`);
  }
}
