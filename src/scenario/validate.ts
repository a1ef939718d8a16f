import type { z } from 'zod';
import type { Faults } from './document/faults.js';
import { hint, show, showNames } from './document/show.js';
import { type Path, plain, type Tree, valueAt } from './document/tree.js';

type Issue = z.core.$ZodIssue;

/**
 * Adds a fault for everything in a document that is not of the form that a schema asks for.
 *
 * @returns the value with its defaults, or undefined where there were faults
 */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  tree: Tree,
  faults: Faults,
): z.output<Schema> | undefined {
  const result = schema.safeParse(plain(tree));
  if (result.success) return result.data;
  for (const issue of result.error.issues) report(issue, [], tree, faults);
  return undefined;
}

function report(issue: Issue, prefix: Path, tree: Tree, faults: Faults): void {
  const path = [...prefix, ...(issue.path as (string | number)[])];
  const value = valueAt(tree, path);
  if (value?.kind === 'broken') return;

  if (issue.code === 'unrecognized_keys') {
    unknownKeys(issue.keys, keyNames(issue), path, tree, faults);
    return;
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const kinds = kindsGiven(issue.errors, value);
    if (kinds.length > 1) {
      const count = kinds.length === 2 ? 'two' : kinds.length;
      faults.at(tree, path, `${count} kinds at once (${showNames(kinds)}); expected one of them`);
      return;
    }
    const branch = meantBranch(issue.errors, path, tree);
    if (branch !== undefined) {
      for (const inner of branch) report(inner, path, tree, faults);
      return;
    }
    const { keys, legal } = keysOfNoBranch(issue.errors);
    unknownKeys(keys, legal, path, tree, faults);
    if (keys.length > 0) return;
  }
  if (value === undefined) {
    faults.at(tree, path, `missing; expected ${issue.message}`);
  } else if (issue.code === 'invalid_key') {
    faults.atKey(tree, path, `not usable as a name; expected ${issue.issues[0]?.message ?? issue.message}`);
  } else {
    const given = plain(value);
    const near = typeof given === 'string' ? hint(given, choices(issue)) : '';
    const text = (value.kind === 'scalar' && value.source) || show(given);
    faults.at(tree, path, `${text};${near} expected ${issue.message}`);
  }
}

function unknownKeys(keys: readonly string[], legal: readonly string[], path: Path, tree: Tree, faults: Faults): void {
  for (const key of keys) {
    // The one key that stands beside names, where it is easily taken for one of the whole file.
    const near = path.length === 0 && key === 'watch' ? ' did you mean "channels.watch"?' : hint(key, legal);
    faults.atKey(tree, [...path, key], `unknown key;${near} expected one of ${showNames(legal)}`);
  }
}

/** The keys that a map may have, as the schema lists them. */
function keyNames(issue: Issue): string[] {
  return issue.message.split(', ').filter((key) => key !== '');
}

/** Words among which one had to be chosen. */
function choices(issue: Issue): string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  if (issue.code !== 'invalid_union') return [];
  const words = 'options' in issue ? (issue.options as unknown[]) : issue.errors.flat().flatMap(choices);
  return words.filter((word) => typeof word === 'string');
}

const OTHER_KIND = 1000;
/** Issues that say that a value is of another kind altogether, not that it is too large, say. */
const OF_KIND = new Set(['invalid_type', 'invalid_value', 'invalid_union']);

/**
 * The variant of a union that was meant, by its issues: the one whose own keys are there. The kind of value tells a map
 * from a word, and a variant's single key tells it from the others, so that `{fair: -1}` is about `fair` and not about
 * all that stands in the union. Undefined where none fits better than the others.
 */
function meantBranch(branches: readonly Issue[][], path: Path, tree: Tree): Issue[] | undefined {
  const misfit = (issue: Issue): number => {
    if (issue.code === 'unrecognized_keys' && issue.path.length === 0) return issue.keys.length;
    if (issue.path.length === 0) return OF_KIND.has(issue.code) ? OTHER_KIND : 0;
    const isMissing = issue.path.length === 1 && valueAt(tree, [...path, ...(issue.path as Path)]) === undefined;
    return isMissing ? 1 : 0;
  };
  const misfits = branches.map((issues) => issues.reduce((sum, issue) => sum + misfit(issue), 0));
  const least = Math.min(...misfits);
  const candidates = branches.filter((_, index) => misfits[index] === least);
  return least < OTHER_KIND && candidates.length === 1 ? candidates[0] : undefined;
}

/** The keys of a map that each tell a variant of a union from the others: the first that the variant lists. */
function kindsGiven(branches: readonly Issue[][], value: Tree | undefined): string[] {
  if (value?.kind !== 'map') return [];
  const kinds = new Set(unknownTo(branches).map((issue) => keyNames(issue)[0]));
  return [...value.entries.keys()].filter((key) => kinds.has(key));
}

/** Keys that no variant of a union knows, and all those that some variant knows. */
function keysOfNoBranch(branches: readonly Issue[][]): { keys: string[]; legal: string[] } {
  const unknown = unknownTo(branches);
  const legal = [...new Set(unknown.flatMap(keyNames))];
  const keys = new Set(unknown.flatMap((issue) => issue.keys));
  // A variant that does not complain of a key knows it, unless it is for no map at all.
  const isForMaps = (issues: Issue[]): boolean =>
    !issues.some(({ path, code }) => path.length === 0 && OF_KIND.has(code));
  if (unknown.length < branches.filter(isForMaps).length) return { keys: [], legal };
  return { keys: [...keys].filter((key) => unknown.every((issue) => issue.keys.includes(key))), legal };
}

/** What the variants of a union say of keys that they do not know. */
function unknownTo(branches: readonly Issue[][]): z.core.$ZodIssueUnrecognizedKeys[] {
  return branches
    .flat()
    .filter((issue) => issue.code === 'unrecognized_keys')
    .filter((issue) => issue.path.length === 0);
}
