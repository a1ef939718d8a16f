import { sortedKeys } from '../base/order.js';
import type { ContextSpec } from './scenario.js';
import type { RawContext } from './schema/environment.js';

/** The name of the one context that there is by default; in tables also what is of all contexts together. */
export const ALL_CONTEXTS = 'all';

/** Where a file names no contexts: one that sets nothing. */
export const DEFAULT_CONTEXTS: Readonly<Record<string, ContextSpec>> = { [ALL_CONTEXTS]: { set: {}, weight: 1 } };

/** The contexts of a file with their weights normalised to sum to 1, in code-point order of their names. */
export function resolveContexts(raw: Readonly<Record<string, RawContext>> | undefined): Record<string, ContextSpec> {
  if (raw === undefined) return { ...DEFAULT_CONTEXTS };
  const names = sortedKeys(raw);
  const sum = names.reduce((total, name) => total + raw[name]!.weight, 0);
  return Object.fromEntries(
    names.map((name) => {
      const { set, weight } = raw[name]!;
      const ordered = Object.fromEntries(sortedKeys(set).map((variable) => [variable, set[variable]!]));
      return [name, { set: ordered, weight: weight / sum }];
    }),
  );
}
