import { appendRow, type Table } from '../../base/table.js';
import type { Engine } from '../engine.js';

/** Appends the constraints on the islands' champions, which the engine's arena holds. */
export function appendConstraint(table: Table, { arena, blueprint }: Engine, generation: number): void {
  const { genome, lattice, contexts } = blueprint.system;
  const { islands } = arena.shape;
  for (let island = 0; island < islands; island++) {
    contexts.forEach(({ name }, at) => {
      genome.firstUnitOfLocus.forEach((unit, locus) => {
        const bits = arena.constraint[(at * islands + island) * genome.locusCount + locus]!;
        appendRow(table, {
          ...{ generation, island, context: name },
          ...{ row: lattice.unitRow[unit]!, column: lattice.unitColumn[unit]! },
          bits: Number.isNaN(bits) ? null : bits,
        });
      });
    });
  }
}
