import type { Faults } from '../document/faults.js';
import type { Draft } from '../draft.js';
import { neighbourCount } from '../neighbours.js';
import { checkUnitsLetter } from './units-letter.js';

/** Inputs from which on parity is no function that a copy could be mistaken for. */
const LEAST_SCRAMBLED_INPUTS = 3;

/** A tie leads from units that evolve to as many others, each tied once and copied by none, under a prior of single bits. */
export function checkTies(draft: Draft, faults: Faults): void {
  const { tree, ties, fixed, sites } = draft;
  const tied = new Set<string>();
  const origins = new Set(ties.flatMap((tie) => tie?.from ?? []));
  const shared = new Set(draft.shared.flat());
  if (ties.length > 0 && draft.hasFamily) {
    faults.at(tree, ['genome', 'ties'], 'given beside a prior family; expected a prior of single bits, {bit: 0.5}');
  }
  ties.forEach((tie, index) => {
    if (tie === null) return;
    for (const side of ['from', 'to'] as const) {
      tie[side].forEach((letter, i) => {
        const path = ['genome', 'ties', index, side, i];
        checkUnitsLetter(draft, faults, path, letter);
        const refuse = (why: string): void => faults.at(tree, path, `${letter}, ${why}`);
        if (fixed.names.has(letter)) refuse('which genome.fixed holds to a gate; expected units that evolve');
        if (tie[side].indexOf(letter) < i) refuse('a second time; expected each letter once');
        if (side === 'from') return;
        if (origins.has(letter)) refuse('from which a tie leads; expected units that nothing is copied from');
        else if (tied.has(letter)) refuse('which is tied already; expected each letter in one tie');
        else if (shared.has(letter)) refuse('whose units share a locus; expected units each with its own');
      });
    }
    for (const letter of tie.to) tied.add(letter);
    const count = (letters: readonly string[]): number =>
      letters.reduce((sum, letter) => sum + (sites?.get(letter) ?? 0), 0);
    const [from, to] = [count(tie.from), count(tie.to)];
    if (sites !== null && from > 0 && to > 0 && from !== to) {
      faults.at(tree, ['genome', 'ties', index], `from ${from} units to ${to}; expected as many on both sides`);
    }
    const inputs = draft.neighbours === null ? null : neighbourCount(draft.neighbours);
    const isTable = draft.units?.kind === 'lut';
    if (isTable && tie.sign === -1 && inputs !== null && inputs < LEAST_SCRAMBLED_INPUTS) {
      faults.at(
        tree,
        ['genome', 'ties', index, 'sign'],
        `-1 at ${inputs} inputs; expected at least ${LEAST_SCRAMBLED_INPUTS}, else parity and a copy are alike`,
      );
    }
  });
}
