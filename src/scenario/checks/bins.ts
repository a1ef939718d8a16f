import { sortedKeys } from '../../base/order.js';
import type { Faults } from '../document/faults.js';
import type { Draft } from '../draft.js';
import { LEAST_SAMPLES_PER_CELL, MOST_JOINT_BITS } from '../limits.js';
import { resolveReference } from '../variables.js';

/** Where values are counted in bins, a source and a sink together have few enough cells, and enough samples for each. */
export function checkBins(draft: Draft, faults: Faults): void {
  const { units, ports, tree, samples } = draft;
  if (units?.kind !== 'analog' || units.strength === 'gaussian') return;
  const { bins } = units.strength;
  let most = 0;
  let widest = '';
  for (const sink of sortedKeys(ports.specs)) {
    const spec = ports.specs[sink]!;
    if (spec.kind === 'write') continue;
    const sources = sortedKeys(ports.specs).filter((letter) => ports.specs[letter]!.kind === 'write');
    const target = spec.target === null ? [] : [{ name: 'its target', cells: cellsOf(draft, spec.target, sink, bins) }];
    const known = sources.map((letter) => {
      const { variable } = ports.specs[letter] as { variable: string };
      return { name: `write port ${letter}`, cells: cellsOf(draft, variable, letter, bins) };
    });
    for (const { name, cells } of [...known, ...target]) {
      const all = cells * bins ** sitesOf(draft, sink);
      if (all > most) [most, widest] = [all, `read port ${sink} beside ${name}`];
    }
  }
  if (most > 2 ** MOST_JOINT_BITS) {
    faults.at(
      tree,
      ['units', 'strength', 'bins'],
      `${bins}: ${most} cells of ${widest}; expected at most ${2 ** MOST_JOINT_BITS} cells, so fewer bins or narrower ports`,
    );
  } else if (samples !== null && samples < LEAST_SAMPLES_PER_CELL * most) {
    faults.at(
      tree,
      ['measure', 'samples'],
      `${samples} samples; expected at least ${LEAST_SAMPLES_PER_CELL * most}, ${LEAST_SAMPLES_PER_CELL} for each of the ${most} cells of ${widest}`,
    );
  }
}

const sitesOf = ({ sites }: Draft, letter: string): number => sites?.get(letter) ?? 0;

/** Cells of a variable at a port: two for a bit, bins for a real number; 1 where nothing is known of it. */
function cellsOf(draft: Draft, reference: string, port: string, bins: number): number {
  const { specs } = draft.environment;
  const resolved = resolveReference(reference, specs);
  if (resolved === undefined) return 1;
  const isReal = specs[resolved.variable]!.kind === 'gaussian';
  return (isReal ? bins : 2) ** sitesOf(draft, port);
}
