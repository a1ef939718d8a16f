import { InvariantError } from '../base/errors.js';
import { assemble } from './assemble.js';
import { crossChecks } from './checks/index.js';
import { Faults } from './document/faults.js';
import { override } from './document/override.js';
import { readDocument } from './document/read-document.js';
import { showOption } from './document/show.js';
import type { Place, Tree } from './document/tree.js';
import { draftOf } from './draft.js';
import { scenarioHash } from './identity.js';
import type { Scenario } from './scenario.js';
import { scenarioSchema } from './schema.js';
import { validate } from './validate.js';

export interface LoadOptions {
  /** What the file holds. */
  readonly text: string;
  /** Name of the file, for messages; it is not read. */
  readonly file: string;
  /** `path=value` each, applied in order. */
  readonly overrides?: readonly string[];
  /** Seed given beside the file; goes before the file's own and before overrides. */
  readonly seed?: string;
  /** Where the override of an index was given, for messages: an option of the command line unless it is said. */
  readonly placeOf?: ((index: number) => string | undefined) | undefined;
}

/**
 * Reads a scenario: YAML, overrides, defaults, every check that needs no simulation.
 *
 * @returns the resolved scenario, and the hash of what it does (64 hex digits; seed, name and description left out)
 * @throws FaultList with every fault at once, each `file:line:column: path: what was given; what is expected`, with the
 * option instead of the file and line where a value came from the command line
 */
export function loadScenario({ text, file, overrides = [], seed, placeOf }: LoadOptions): {
  scenario: Scenario;
  hash: string;
} {
  const faults = new Faults(file);
  let tree = readDocument(text, faults);
  if (tree.kind === 'map') {
    overrides.forEach((option, index) => {
      tree = override(tree, option, index, faults, placeOf?.(index));
    });
    if (seed !== undefined) tree = withSeed(tree, seed, overrides.length);
  }
  const raw = validate(scenarioSchema, tree, faults);
  if (tree.kind === 'map') {
    const draft = draftOf(tree);
    for (const check of crossChecks) check(draft, faults);
  }
  faults.throwIfAny();

  if (raw === undefined) throw new InvariantError('a scenario was refused without a fault');
  const scenario = assemble(raw);
  return { scenario, hash: scenarioHash(scenario) };
}

/** The seed of the command line is always text, so that nothing is lost of a long integer. */
function withSeed(tree: Tree, seed: string, index: number): Tree {
  if (tree.kind !== 'map') return tree;
  const place: Place = { option: `--seed ${showOption(seed)}`, index };
  const entries = new Map(tree.entries).set('seed', { key: place, value: { kind: 'scalar', value: seed, place } });
  return { ...tree, entries };
}
