import { sortedKeys } from '../../base/order.js';
import type { Draft } from '../draft.js';

/** Sites of the map with any of some letters, row by row. */
export function sitesOfLetters({ grid }: Draft, letters: readonly string[]): number[] {
  return (grid?.cells ?? []).flatMap((cell, site) => (letters.includes(cell) ? [site] : []));
}

/** Sites of every write port that holds something of what a write port holds, its own among them. */
export function sitesHolding(draft: Draft, port: string): number[] {
  const own = draft.ports.specs[port];
  return own?.kind === 'write' ? sitesWriting(draft, own.variable) : [];
}

/** Sites of every write port that holds a variable, an element of it, or what it is an element of. */
export function sitesWriting(draft: Draft, reference: string): number[] {
  const [name, element] = reference.split('.');
  const holding = sortedKeys(draft.ports.specs).filter((letter) => {
    const spec = draft.ports.specs[letter]!;
    if (spec.kind !== 'write') return false;
    const [other, otherElement] = spec.variable.split('.');
    return other === name && (element === undefined || otherElement === undefined || element === otherElement);
  });
  return sitesOfLetters(draft, holding);
}
