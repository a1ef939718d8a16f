import { distance } from 'fastest-levenshtein';
import type { Path } from './tree.js';

const LONGEST_VALUE = 60;
const LONGEST_LIST = 20;
/** Names that a misspelt one is compared with: a damaged file may hold thousands, each with thousands to compare. */
const MOST_COMPARED = 200;

/** A path as `--set` takes it: `lattice.neighbours.0`. */
export function showPath(path: Path): string {
  return path.map((step) => (/^[\w>-]+$/.test(String(step)) ? String(step) : shorten(JSON.stringify(step)))).join('.');
}

/** A given value, on one line and not too long. */
export function show(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'number') return String(value);
  return shorten(JSON.stringify(value));
}

/** Text, its end left out where it is too long for a message. */
export function shorten(text: string, longest = LONGEST_VALUE): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** What was given to an option of the command line, quoted where it would not read as one word or line. */
export function showOption(text: string): string {
  return shorten(/^[\x20-\x7e]+$/.test(text) ? text : JSON.stringify(text));
}

/** Names in a row, the end of a long list left out. */
export function showNames(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  if (names.length <= LONGEST_LIST) return names.join(', ');
  return `${names.slice(0, LONGEST_LIST).join(', ')} … (${names.length} in all)`;
}

/** ` did you mean "size"?` where a legal name is near enough to be meant, else nothing; one letter is near to any other. */
export function hint(given: string, legal: readonly string[]): string {
  const reach = Math.min(3, Math.floor(given.length / 2));
  if (given.length < 2 || given.length > LONGEST_VALUE || legal.length > MOST_COMPARED) return '';
  let nearest: string | undefined;
  let least = reach + 1;
  for (const name of legal) {
    if (name.length < 2) continue;
    const apart = distance(given.toLowerCase(), name.toLowerCase());
    if (apart < least) {
      least = apart;
      nearest = name;
    }
  }
  return nearest === undefined ? '' : ` did you mean "${nearest}"?`;
}
