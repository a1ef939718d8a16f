import { appendRow, type Table } from '../../base/table.js';
import { classLaw } from '../../pressure/held/class-law.js';
import { type ClassMap, classMap } from '../../pressure/held/class-map.js';
import { whyHeldIsNotDefined } from '../../pressure/held/not-defined.js';
import type { Blueprint } from '../engine.js';

/** The bits held by all loci together, with the error of that sum; or why they are not defined. */
export type Held = { readonly bits: number; readonly standardError: number } | { readonly reason: string };

/** What a class map comes to, for the summary. */
export function heldOf({ scenario }: Blueprint, map: ClassMap | null): Held {
  if (map === null) return { reason: whyHeldIsNotDefined(scenario)! };
  return { bits: map.total.value, standardError: map.total.standardError };
}

/** Finds the class map of a population; the law under the prior is computed once. Null where they are not defined. */
export function createClassMap({ scenario, system }: Blueprint): (loci: Uint32Array) => ClassMap | null {
  if (whyHeldIsNotDefined(scenario) !== null) return () => null;
  const { locusCount, neighbourCount, prior } = system.genome;
  const law = classLaw(prior, neighbourCount);
  const shape = { locusCount, neighbourCount, islands: scenario.population.islands };
  return (loci) => classMap(loci, shape, law);
}

/** Appends a generation's bits held by each locus. */
export function appendHeld(table: Table, { system }: Blueprint, generation: number, map: ClassMap | null): void {
  const { genome, lattice } = system;
  genome.firstUnitOfLocus.forEach((unit, locus) => {
    const estimate = map === null ? null : map.loci[locus]!;
    appendRow(table, {
      generation,
      row: lattice.unitRow[unit]!,
      column: lattice.unitColumn[unit]!,
      bits: estimate === null ? null : estimate.value,
      standard_error: estimate === null ? null : estimate.standardError,
    });
  });
}
