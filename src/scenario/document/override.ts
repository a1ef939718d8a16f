import { Lexer } from 'yaml';
import type { Faults } from './faults.js';
import { readTree } from './read-tree.js';
import { shorten, show, showOption, showPath } from './show.js';
import { childOf, type Path, type Place, plain, type Tree } from './tree.js';

/**
 * A document with one `path=value` of the command line written into it: keys of the path are joined by dots, items of a
 * list are named by their index, and maps on the way that are not there yet are made. The value is YAML.
 *
 * Whether the path means anything is not decided here: an unknown key is found with all others, at the option's place.
 *
 * @param from where the setting was given, for messages: an option of the command line unless it is said
 * @returns the tree unchanged, and a fault more, where the option cannot be read
 */
export function override(
  tree: Tree,
  option: string,
  index: number,
  faults: Faults,
  from = `--set ${showOption(option)}`,
): Tree {
  const place: Place = { option: from, index };
  const equals = option.indexOf('=');
  const steps = option.slice(0, equals).split('.');
  if (equals < 1 || steps.includes('') || steps.includes('__proto__')) {
    faults.add(place, [], 'not a setting; expected path=value, such as population.size=1000');
    return tree;
  }
  const text = option.slice(equals + 1);
  const comment = commentIn(text);
  if (comment !== null) {
    // A row of a map that begins with # would be left out without a word.
    const expected = `a text with # in quotes, line breaks as \\n: ${steps.join('.')}=${shorten(JSON.stringify(text))}`;
    faults.add(place, steps, `${show(comment)} is a comment in YAML, and would be left out; expected ${expected}`);
    return tree;
  }
  const value = readTree(text, faults, steps, { at: () => place, lineAfter: () => place });
  return value.kind === 'broken' ? tree : write(tree, steps, 0, value, place, faults);
}

/** What precedes a scalar among the lexer's tokens, so that text is told from comments. */
const SCALAR = '\x1f';

/** The first comment of a YAML text; null where there is none. */
function commentIn(text: string): string | null {
  let before = '';
  for (const token of new Lexer().lex(text)) {
    if (token.startsWith('#') && before !== SCALAR) return token;
    before = token;
  }
  return null;
}

function write(tree: Tree | undefined, path: Path, depth: number, value: Tree, place: Place, faults: Faults): Tree {
  if (depth === path.length) return value;
  const step = path[depth]!;
  const next = tree && childOf(tree, step);
  if (tree === undefined || tree.kind === 'map') {
    const known = tree?.entries.get(String(step));
    const entries = new Map(tree?.entries);
    const isLast = depth + 1 === path.length;
    const key = isLast || known === undefined ? place : known.key;
    entries.set(String(step), { key, value: write(next, path, depth + 1, value, place, faults) });
    return { kind: 'map', entries, place: tree?.place ?? place };
  }
  if (tree.kind === 'list' && next !== undefined) {
    const items = tree.items.with(Number(step), write(next, path, depth + 1, value, place, faults));
    return { ...tree, items };
  }
  const given = tree.kind === 'list' ? `a list of ${tree.items.length}` : show(plain(tree));
  const expected =
    tree.kind === 'list'
      ? `an index from 0 to ${tree.items.length - 1}, not ${step}`
      : `a map, for ${step} to be set in it`;
  faults.add(place, path, `${showPath(path.slice(0, depth))} is ${given}; expected ${expected}`);
  return tree;
}
