import { UserError } from '../../base/errors.js';
import type { Json } from '../../store/json.js';
import { differencesOf } from './differences.js';
import type { SweepRecord } from './record.js';

/** Keys that are named at once. */
const MOST_NAMED = 8;

/** Of a resolved scenario, what its hash does not cover either. */
const WITHOUT_EFFECT = ['name', 'description', 'seed'];

/**
 * Refuses what would mix two sweeps in one directory: another base scenario, seed, evaluator or other commands. Axes,
 * design, replicates and all that is no part of a run may change: that extends a sweep.
 *
 * @throws UserError naming every key that differs
 */
export function refuseOther(directory: string, before: SweepRecord, now: SweepRecord): void {
  const changes = [
    ...(before.base.hash === now.base.hash ? [] : changedKeys(before.base.scenario, now.base.scenario)),
    ...changed('seed', before.base.seed, now.base.seed),
    ...changed('evaluator', before.evaluator ?? 'any that counts', now.evaluator ?? 'any that counts'),
    ...changed('commands', list(before.commands), list(now.commands)),
  ];
  if (changes.length === 0) return;
  throw new UserError(
    [
      `${directory}: was started otherwise than it is given now (keys of a scenario: ${now.base.file} and what is set; the rest: ` +
        'the sweep file or the command line):',
      ...changes.map((change) => `  ${change}`),
      `expected the same: all runs of a sweep differ in its axes alone. Make it an axis, give the changed sweep ` +
        `another name or --out, or go on with the sweep as it was started: scarce sweep ${directory}`,
    ].join('\n'),
  );
}

function changedKeys(before: Json, now: Json): string[] {
  const all = differencesOf(before, now).filter(({ path }) => !WITHOUT_EFFECT.includes(path));
  const named = all
    .slice(0, MOST_NAMED)
    .map(({ path, before: was, now: is }) => `${path}: ${was} when it was started, ${is} now`);
  return all.length > MOST_NAMED ? [...named, `and ${all.length - MOST_NAMED} keys more`] : named;
}

const list = (names: readonly string[]): string => `[${names.join(', ')}]`;

function changed(what: string, before: string, now: string): string[] {
  return before === now ? [] : [`${what}: ${before} when it was started, ${now} now`];
}
