import { appendRow, type Table } from '../../base/table.js';
import type { Engine } from '../engine.js';
import { CONTEXT } from './rows.js';

/** Appends the constraints on the islands' champions, which the engine's arena holds. */
export function appendConstraint(table: Table, { arena, blueprint }: Engine, generation: number): void {
  const { genome, lattice } = blueprint.system;
  for (let island = 0; island < arena.shape.islands; island++) {
    genome.firstUnitOfLocus.forEach((unit, locus) => {
      const bits = arena.constraint[island * genome.locusCount + locus]!;
      appendRow(table, {
        ...{ generation, island, context: CONTEXT },
        ...{ row: lattice.unitRow[unit]!, column: lattice.unitColumn[unit]! },
        bits: Number.isNaN(bits) ? null : bits,
      });
    });
  }
}
