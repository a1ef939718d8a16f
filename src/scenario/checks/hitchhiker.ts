import type { Faults } from '../document/faults.js';
import type { Path } from '../document/tree.js';
import type { Draft } from '../draft.js';
import type { RawDemon } from '../schema/demons.js';
import { reachedFrom, reaching, type Wiring } from '../ways.js';
import type { Carriers } from './carriers.js';
import { sitesHolding, sitesOfLetters } from './sites-of.js';

/** The tie is there and ties something: units on the host's way to units on the payload's. */
export function checkHitchhiker(
  draft: Draft,
  faults: Faults,
  path: Path,
  { tie: index, payload, host }: Extract<RawDemon, { kind: 'hitchhiker' }>,
  carriers: Carriers,
  wiring: Wiring | null,
): void {
  const at = [...path, 'tie'];
  const count = draft.ties.length;
  if (index >= count) {
    const given = count === 0 ? 'where genome.ties is not given' : `where genome.ties has ${count}`;
    const expected = count === 0 ? 'a tie from units of the host to units of the payload' : `0 to ${count - 1}`;
    faults.at(draft.tree, at, `${index}, ${given}; expected ${expected}`);
    return;
  }
  const tie = draft.ties[index]!;
  if (tie === null) return;
  if (tie.fraction === 0) {
    faults.at(
      draft.tree,
      at,
      `${index}, whose fraction is 0: nothing is tied; expected genome.ties.${index}.fraction above 0`,
    );
  }
  if (wiring === null || carriers.host === null || carriers.payload === null) return;
  const on = { host: wayOf(draft, wiring, carriers.host), payload: wayOf(draft, wiring, carriers.payload) };
  const lies = (letters: readonly string[], way: Set<number>): boolean =>
    sitesOfLetters(draft, letters).some((site) => way.has(site));
  const { from, to } = tie;
  if ((lies(from, on.host) && lies(to, on.payload)) || (lies(to, on.host) && lies(from, on.payload))) return;
  faults.at(
    draft.tree,
    at,
    `${index}, which ties no unit on a way of ${host} to one on a way of ${payload}; expected units of the host on one side of genome.ties.${index} and units of the payload on the other`,
  );
}

/** Sites on some way from where a channel's variable is written to its sink. */
function wayOf(draft: Draft, wiring: Wiring, { from, to }: { from: string; to: string }): Set<number> {
  const into = reaching(wiring, sitesOfLetters(draft, [to]));
  return new Set([...reachedFrom(wiring, sitesHolding(draft, from))].filter((site) => into.has(site)));
}
