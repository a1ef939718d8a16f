import { UserError } from '../base/errors.js';
import { Faults } from '../scenario/document/faults.js';
import { kindOf } from '../scenario/document/kind-of.js';
import { readDocument } from '../scenario/document/read-document.js';
import { loadScenario } from '../scenario/load.js';
import { readInputFile } from '../scenario/read-file.js';

/** Reads and validates a scenario file. */
export async function readScenarioFile(file: string, overrides: readonly string[], seed: string | undefined) {
  const text = await readInputFile(file, 'a scenario file, such as scenarios/10-line.yaml');
  try {
    return { text, ...loadScenario({ text, file, overrides, ...(seed === undefined ? {} : { seed }) }) };
  } catch (error) {
    if (!(error instanceof UserError) || kindOf(readDocument(text, new Faults(file))) !== 'sweep') throw error;
    throw new UserError(`${file}: this is a sweep: scarce sweep ${file} --local`);
  }
}
