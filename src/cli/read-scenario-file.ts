import { loadScenario } from '../scenario/load.js';
import { readInputFile } from '../scenario/read-file.js';

/** Reads and validates a scenario file. */
export async function readScenarioFile(file: string, overrides: readonly string[], seed: string | undefined) {
  const text = await readInputFile(file, 'a scenario file, such as scenarios/10-line.yaml');
  return { text, ...loadScenario({ text, file, overrides, ...(seed === undefined ? {} : { seed }) }) };
}
