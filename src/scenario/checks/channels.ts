import { sortedKeys } from '../../base/order.js';
import type { Faults } from '../document/faults.js';
import { show, showNames } from '../document/show.js';
import type { Draft } from '../draft.js';
import { FITNESS } from '../fitness.js';
import { channelNameSchema } from '../schema/ports.js';
import { watchedPairs } from '../watched-pairs.js';

/** A channel leads from a write port to a read port, no two over the same pair; a reward has a target to reward. */
export function checkChannels(draft: Draft, faults: Faults): void {
  const { channels, tree, ports } = draft;
  if (channels.isGiven && channels.names.size === 0 && !draft.watchAll) {
    faults.at(tree, ['channels'], 'no channels; expected at least one, such as through: {from: A, to: B, reward: 1}');
  }
  for (const name of channels.names) {
    const result = channelNameSchema.safeParse(name);
    if (!result.success) {
      const expected = result.error.issues[0]!.message;
      faults.atKey(tree, ['channels', name], `not usable as a name; expected ${expected}`);
    }
    if (name === FITNESS) {
      faults.atKey(
        tree,
        ['channels', name],
        'not usable as a name: in the tables it stands for fitness itself; expected another',
      );
    }
  }
  const pairs = new Map<string, string>();
  for (const name of Object.keys(channels.specs)) {
    const { from, to, reward } = channels.specs[name]!;
    checkEnd(draft, faults, name, 'from', from);
    checkEnd(draft, faults, name, 'to', to);
    const pair = `${from}->${to}`;
    const first = pairs.get(pair);
    if (first !== undefined) {
      faults.atKey(tree, ['channels', name], `a second channel from ${from} to ${to}, beside ${first}; expected one`);
    }
    pairs.set(pair, first ?? name);
    const sink = ports.specs[to];
    if (reward !== null && sink?.kind === 'read' && sink.target === null) {
      faults.at(
        tree,
        ['channels', name, 'reward'],
        `a reward, where port ${to} has no target; expected ports.${to}.target to say which variable it is paid for`,
      );
    }
  }
  checkWatchedNames(draft, faults);
}

function checkEnd(draft: Draft, faults: Faults, channel: string, end: 'from' | 'to', letter: string): void {
  const kind = end === 'from' ? 'write' : 'read';
  const { ports, tree } = draft;
  if (!ports.isGiven || ports.specs[letter]?.kind === kind) return;
  // A port that is given, but not of the right form, has its own fault.
  if (ports.specs[letter] === undefined && ports.names.has(letter)) return;
  const legal = sortedKeys(ports.specs).filter((name) => ports.specs[name]!.kind === kind);
  const given = ports.names.has(letter)
    ? `${show(letter)} is a ${ports.specs[letter]!.kind} port`
    : `${show(letter)} is no port`;
  faults.at(tree, ['channels', channel, end], `${given}; expected a ${kind} port (${showNames(legal)})`);
}

function checkWatchedNames(draft: Draft, faults: Faults): void {
  if (!draft.watchAll) return;
  const added = watchedPairs(draft.ports.specs, draft.channels.specs);
  for (const name of Object.keys(added)) {
    if (!draft.channels.names.has(name)) continue;
    faults.atKey(
      draft.tree,
      ['channels', name],
      `a name that \`watch: all\` gives to the pair ${name}; expected another name`,
    );
  }
  if (Object.keys(added).length === 0 && draft.channels.names.size === 0 && isWhole(draft)) {
    faults.at(draft.tree, ['channels', 'watch'], 'all, without a pair to watch; expected a write port and a read port');
  }
}

function isWhole(draft: Draft): boolean {
  return Object.keys(draft.ports.specs).length === draft.ports.names.size && draft.ports.names.size > 0;
}
