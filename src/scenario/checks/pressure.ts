import { sortedKeys } from '../../base/order.js';
import type { Faults } from '../document/faults.js';
import { hint, show, showNames } from '../document/show.js';
import { type Path, valueAt } from '../document/tree.js';
import type { Draft } from '../draft.js';

/** Survivors of a level, at least: copies of a single one would all be relatives. */
const LEAST_SURVIVORS = 2;

/** The one context that there is as long as a scenario cannot name others. */
const ONLY_CONTEXT = 'all';

/** A pressure curve is over a rewarded channel, in a context that there is, with particles to spare at each level. */
export function checkPressure(draft: Draft, faults: Faults): void {
  const { pressure, tree } = draft;
  if (pressure === null) return;
  const { on, until, direction, particles, keep } = pressure;
  if (on !== undefined) {
    const isShort = typeof on === 'string';
    checkChannel(
      draft,
      faults,
      isShort ? ['pressure', 'on'] : ['pressure', 'on', 'channel'],
      isShort ? on : on.channel,
    );
    if (!isShort && on.context !== undefined && on.context !== ONLY_CONTEXT) {
      const path = ['pressure', 'on', 'context'];
      faults.at(tree, path, `${show(on.context)}; contexts are not built yet in this version (planned), leave it out`);
    }
  } else if (draft.channels.isGiven && isWhole(draft) && rewarded(draft).length === 0) {
    faults.atKey(
      tree,
      ['pressure'],
      'given, where no channel has a reward; expected a channel that fitness depends on',
    );
  }
  if (direction === 'open' && 'strength' in until && until.strength === 0) {
    faults.at(
      tree,
      ['pressure', 'until', 'strength'],
      '0, which every genotype has reached; expected more than 0 bits',
    );
  }
  if (particles * keep < LEAST_SURVIVORS) {
    const path = valueAt(tree, ['pressure', 'keep']) ? ['pressure', 'keep'] : ['pressure', 'particles'];
    faults.at(
      tree,
      path,
      `${keep} of ${particles} particles are kept at a level; expected keep × particles to be at least ${LEAST_SURVIVORS}`,
    );
  }
}

function checkChannel(draft: Draft, faults: Faults, path: Path, name: string): void {
  const legal = rewarded(draft);
  if (!draft.channels.isGiven || legal.includes(name)) return;
  const channel = draft.channels.specs[name];
  // A channel that is given, but not of the right form, has its own fault.
  if (channel === undefined && draft.channels.names.has(name)) return;
  const given = channel === undefined ? `no such channel;${hint(name, legal)}` : 'a channel without reward;';
  faults.at(draft.tree, path, `${show(name)}, ${given} expected a rewarded channel (${showNames(legal)})`);
}

const rewarded = ({ channels }: Draft): string[] =>
  sortedKeys(channels.specs).filter((name) => channels.specs[name]!.reward !== null);

const isWhole = ({ channels }: Draft): boolean => Object.keys(channels.specs).length === channels.names.size;
