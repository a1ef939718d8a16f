import { allOnes, copyTable } from './prior/table-bits.js';
import type { System } from './system.js';

/** What a complement does to one locus: T'(i) = T(i xor inputs), and not that where `output`. */
export interface TableComplement {
  readonly locus: number;
  /** Bit j: neighbour j is complemented. */
  readonly inputs: number;
  readonly output: boolean;
}

/** The table of the unit whose inputs and output are read complemented. */
export function complementTable(table: number, neighbourCount: number, inputs: number, output: boolean): number {
  let result = table;
  for (let input = 0; input < neighbourCount; input++) {
    if (((inputs >>> input) & 1) === 0) continue;
    const ones = copyTable(input, neighbourCount);
    const shift = 1 << input;
    result = ((result & ones) >>> shift) | ((result << shift) & ones);
  }
  return ((output ? ~result : result) & allOnes(neighbourCount)) >>> 0;
}

/**
 * For each unit that allows it, the tables that change when it stands for its own complement: its output, and the inputs
 * at which others (or it itself) read it. What the lattice does then stays the same after the first tick, but for that
 * unit's state, which is the other one throughout: of a start state only the first readers notice.
 *
 * Only units which are free and not shared, and whose readers are all so too. A read port's symbol is relabelled, which
 * changes no information.
 */
export function unitComplements({ lattice, genome }: System): TableComplement[][] {
  const { unitCount, neighbourCount, sources } = lattice;
  const users = new Int32Array(genome.locusCount);
  for (const locus of genome.locusOfUnit) if (locus !== -1) users[locus]!++;
  const locusAlone = (unit: number): number => {
    const locus = genome.locusOfUnit[unit]!;
    return locus !== -1 && users[locus] === 1 ? locus : -1;
  };
  return Array.from({ length: unitCount }, (_, unit) => unit).flatMap((unit) => {
    const changes = new Map<number, TableComplement>();
    const own = locusAlone(unit);
    if (own === -1) return [];
    changes.set(own, { locus: own, inputs: 0, output: true });
    for (let reader = 0; reader < unitCount; reader++) {
      for (let j = 0; j < neighbourCount; j++) {
        if (sources[reader * neighbourCount + j] !== unit) continue;
        const locus = locusAlone(reader);
        if (locus === -1) return [];
        const known = changes.get(locus) ?? { locus, inputs: 0, output: false };
        changes.set(locus, { ...known, inputs: known.inputs | (1 << j) });
      }
    }
    return [[...changes.values()]];
  });
}
