import { dirname, join } from 'node:path';
import { UserError } from '../../base/errors.js';
import type { Faults } from '../../scenario/document/faults.js';
import { showOption } from '../../scenario/document/show.js';
import { keyPlace, type Path, type Tree } from '../../scenario/document/tree.js';
import { loadScenario } from '../../scenario/load.js';
import { readInputFile } from '../../scenario/read-file.js';
import type { Scenario } from '../../scenario/scenario.js';
import type { Base } from './records.js';
import { setting } from './setting.js';

/** An override of all points, and the place of its key in the sweep file; null for one of the command line. */
export interface Setting {
  readonly text: string;
  readonly path: Path | null;
}

/** The overrides of all points, in the order in which they are applied. */
export function settingsOf(set: Readonly<Record<string, unknown>>, overrides: readonly string[]): Setting[] {
  const own = Object.entries(set).map(([key, value]) => ({ text: setting(key, value), path: ['set', key] }));
  return [...own, ...overrides.map((text) => ({ text, path: null }))];
}

/** The path of the base scenario that a sweep file names, as the user would find it. */
export function basePath(sweepFile: string, scenario: string): string {
  return scenario.startsWith('/') ? scenario : join(dirname(sweepFile), scenario);
}

/**
 * Reads the base scenario with what the sweep sets for all points.
 *
 * @param tree of the sweep file, where its `set` stands
 * @throws FaultList with every fault of the scenario
 */
export async function readBase(
  file: string,
  settings: readonly Setting[],
  seed: string | undefined,
  sweepFile: string,
  tree: Tree,
  faults: Faults,
): Promise<{ base: Base; scenario: Scenario } | null> {
  let text: string;
  try {
    text = await readInputFile(file, 'the base scenario');
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    faults.at(tree, ['scenario'], error.message);
    return null;
  }
  const overrides = settings.map((setting) => setting.text);
  const { scenario, hash } = loadScenario({
    ...{ text, file, overrides },
    ...(seed === undefined ? {} : { seed }),
    placeOf: (index) => placeOf(settings[index]!, sweepFile, tree),
  });
  return { base: { file, text, overrides, hash, seed: String(scenario.seed) }, scenario };
}

function placeOf({ text, path }: Setting, sweepFile: string, tree: Tree): string {
  const place = path === null ? undefined : keyPlace(tree, path);
  return place !== undefined && 'line' in place
    ? `${sweepFile}:${place.line}:${place.column}`
    : `--set ${showOption(text)}`;
}
