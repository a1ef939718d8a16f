import { LEAST_REPEATS } from '../../base/least-repeats.js';
import { byCodePoint, sortedKeys } from '../../base/order.js';
import { DEFAULT_CONTEXTS } from '../contexts.js';
import type { Faults } from '../document/faults.js';
import { hint, show, showNames } from '../document/show.js';
import { type Path, valueAt } from '../document/tree.js';
import type { Draft } from '../draft.js';

/** Survivors of a level, at least: copies of a single one would all be relatives. */
const LEAST_SURVIVORS = 2;

/** A pressure curve is over a rewarded channel, in a context that there is, with particles to spare at each level. */
export function checkPressure(draft: Draft, faults: Faults): void {
  const { pressure, tree } = draft;
  if (pressure === null) return;
  const { on, until, direction, particles, keep, repeats, evidence } = pressure;
  if (on !== undefined) {
    const isShort = typeof on === 'string';
    checkChannel(
      draft,
      faults,
      isShort ? ['pressure', 'on'] : ['pressure', 'on', 'channel'],
      isShort ? on : on.channel,
    );
    if (!isShort && on.context !== undefined) checkContext(draft, faults, on.context);
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
  if (evidence === 'splitting' && direction === 'open' && repeats < LEAST_REPEATS) {
    const path = valueAt(tree, ['pressure', 'repeats']) ? ['pressure', 'repeats'] : ['pressure', 'evidence'];
    faults.at(
      tree,
      path,
      `${repeats} repeats as the evidence of a certificate; expected at least ${LEAST_REPEATS}: their scatter is its error`,
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

function checkContext({ contexts, tree }: Draft, faults: Faults, name: string): void {
  const legal = contexts.isGiven ? [...contexts.names].sort(byCodePoint) : Object.keys(DEFAULT_CONTEXTS);
  if (legal.includes(name)) return;
  const path = ['pressure', 'on', 'context'];
  faults.at(tree, path, `${show(name)};${hint(name, legal)} expected a context among ${showNames(legal)}`);
}

const rewarded = ({ channels }: Draft): string[] =>
  sortedKeys(channels.specs).filter((name) => channels.specs[name]!.reward !== null);

const isWhole = ({ channels }: Draft): boolean => Object.keys(channels.specs).length === channels.names.size;
