import type { Json } from '../../store/json.js';

/** A key of which two values differ, each as JSON; `nothing` where it is absent. */
export interface Difference {
  readonly path: string;
  readonly before: string;
  readonly now: string;
}

/** Characters of a value that are shown. */
const MOST_CHARACTERS = 60;

/** The keys in which two resolved scenarios differ, as deep as they go, in code-point order. */
export function differencesOf(
  before: Json | undefined,
  now: Json | undefined,
  path: readonly string[] = [],
): Difference[] {
  if (isBranch(before) && isBranch(now) && Array.isArray(before) === Array.isArray(now)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
    return keys.flatMap((key) => differencesOf(before[key], now[key], [...path, key]));
  }
  if (JSON.stringify(before) === JSON.stringify(now)) return [];
  return [{ path: path.join('.'), before: show(before), now: show(now) }];
}

function isBranch(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null;
}

function show(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`;
}
