import type { Faults } from '../document/faults.js';
import type { Path } from '../document/tree.js';
import type { Draft } from '../draft.js';
import type { RawDemon } from '../schema/demons.js';
import { dependsOn, reachedFrom, reaching, type Wiring } from '../ways.js';
import type { Carriers } from './carriers.js';
import { checkRegion } from './region.js';
import { checkHolder, isHeld } from './sentinel.js';
import { sitesHolding, sitesOfLetters, sitesWriting } from './sites-of.js';

type Lockable = Extract<RawDemon, { kind: 'hostage' | 'sentinel' }>;

/** Sites whose state reaches a gate, and how they are called in a message. */
interface Side {
  readonly sites: ReadonlySet<number>;
  readonly name: string;
}

/**
 * The lock is a gate on the host's way that the payload's variable reaches beside it; the unlock a gate between the lock
 * and the host's sink that what the payload delivers reaches. Of a hostage they are XORs, of a sentinel a context's
 * variable says whether they are.
 */
export function checkHostage(
  draft: Draft,
  faults: Faults,
  path: Path,
  demon: Lockable,
  { payload, host }: Carriers,
  wiring: Wiring | null,
): void {
  const { lock, unlock } = demon;
  if (demon.kind === 'sentinel') checkHolder(draft, faults, [...path, 'context'], demon.context);
  const known = [
    checkGate(draft, faults, [...path, 'lock'], lock, demon.kind),
    checkGate(draft, faults, [...path, 'unlock'], unlock, demon.kind),
  ];
  if (lock === unlock) {
    faults.at(draft.tree, [...path, 'unlock'], `${unlock}, the lock itself; expected a region behind it`);
    return;
  }
  if (known.includes(false) || wiring === null || payload === null || host === null) return;
  const into = reaching(wiring, sitesOfLetters(draft, [host.to]));
  const reached = (sites: readonly number[], name: string): Side => ({ sites: reachedFrom(wiring, sites), name });
  const holder =
    demon.kind === 'sentinel' ? reached(sitesWriting(draft, demon.context), `variable ${demon.context}`) : null;
  const locks = sitesOfLetters(draft, [lock]);
  const gate = (at: Path, region: string, carried: Side, delivered: Side): void => {
    const what = missing(wiring, sitesOfLetters(draft, [region]), carried, delivered, holder, into, host.to);
    if (what !== null) faults.at(draft.tree, at, `${region}, ${what}`);
  };
  const source = draft.ports.specs[payload.from];
  const variable = source?.kind === 'write' ? source.variable : payload.from;
  gate(
    [...path, 'lock'],
    lock,
    reached(sitesOfLetters(draft, [host.from]), `port ${host.from} of the host`),
    reached(sitesHolding(draft, payload.from), `variable ${variable} of the payload`),
  );
  gate(
    [...path, 'unlock'],
    unlock,
    reached(locks, `the lock ${lock}`),
    reached(sitesOfLetters(draft, [payload.to]), `read port ${payload.to} of the payload`),
  );
}

/** Whether a region is on the map and held to a gate that could be a lock; the faults are told. */
function checkGate(draft: Draft, faults: Faults, at: Path, region: string, kind: Lockable['kind']): boolean {
  if (!checkRegion(draft, faults, at, region)) return false;
  const example = kind === 'hostage' ? '{xor: [0, 1]}' : '{table: "0b01101010"}';
  if (!draft.fixed.names.has(region)) {
    faults.at(
      draft.tree,
      at,
      `${region}, whose units evolve; expected a region that genome.fixed holds to a gate, such as ${region}: ${example}`,
    );
    return false;
  }
  return true;
}

/** What no unit of a region has that one of them needs, with what is expected; null where some unit has all. */
function missing(
  wiring: Wiring,
  units: readonly number[],
  carried: Side,
  delivered: Side,
  holder: Side | null,
  into: ReadonlySet<number>,
  sink: string,
): string | null {
  const inputsFrom = (unit: number, { sites }: Side): number[] =>
    wiring.reads[unit]!.flatMap((read, input) =>
      sites.has(read) && dependsOn(wiring.tables[unit]!, wiring.inputs, input) ? [input] : [],
    );
  const sides = [carried, delivered, ...(holder === null ? [] : [holder])];
  for (const side of sides) {
    if (units.every((unit) => inputsFrom(unit, side).length === 0)) {
      return `which ${side.name} does not reach by a way that its gate depends on; expected a gate that it does`;
    }
  }
  if (!units.some((unit) => into.has(unit)))
    return `from which no way leads to ${sink}; expected one on the host's way`;
  const works = units.some((unit) => {
    const table = wiring.tables[unit]!;
    const [hosts, payloads] = [inputsFrom(unit, carried), inputsFrom(unit, delivered)];
    return (
      into.has(unit) &&
      hosts.some((h) =>
        payloads.some((p) => {
          if (p === h) return false;
          if (holder === null) return isXor(table, wiring.inputs);
          return inputsFrom(unit, holder).some((s) => s !== h && s !== p && isHeld(table, wiring.inputs, h, p, s));
        }),
      )
    );
  });
  if (works) return null;
  const inputs = sides.map(({ name }) => name).join(', ');
  return holder === null
    ? `whose gate is no XOR of ${inputs} at two inputs; expected every input that it depends on to flip its output, such as {xor: [0, 1]}`
    : `whose gate depends on the payload whatever the context, or never; expected one with ${inputs} at three inputs, the payload's of effect for one value of the context only, such as {table: "0b01101010"}`;
}

/** Whether each input that a table depends on always flips its output. */
function isXor(table: number, inputs: number): boolean {
  for (let input = 0; input < inputs; input++) {
    if (dependsOn(table, inputs, input) && !dependsOn(table, inputs, input, true)) return false;
  }
  return true;
}
