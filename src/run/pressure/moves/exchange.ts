import type { Stream } from '../../../base/streams.js';
import type { System } from '../../../system/system.js';
import type { PairMove } from './moves.js';

/** An interval [from, to) of 0 … count, neither empty nor, where there are two places or more, all of it. */
function interval(count: number, stream: Stream): [number, number] {
  if (count === 1) return [0, 1];
  for (;;) {
    const a = stream.nextBelow(count + 1);
    const b = stream.nextBelow(count + 1);
    if (a !== b && Math.abs(a - b) < count) return [Math.min(a, b), Math.max(a, b)];
  }
}

/**
 * Exchanges all loci in a block of the lattice: whole rows (what lies beside a channel), whole columns (the way from one
 * channel onto another) or a rectangle. Shared loci lie where their first unit does.
 */
export function exchangeBlocks({ lattice, genome }: System): PairMove {
  const { rows, columns, unitRow, unitColumn } = lattice;
  const row = Int32Array.from(genome.firstUnitOfLocus, (unit) => unitRow[unit]!);
  const column = Int32Array.from(genome.firstUnitOfLocus, (unit) => unitColumn[unit]!);
  return (loci, first, second, stream) => {
    const shape = stream.nextBelow(3);
    const [top, bottom] = shape === 0 ? [0, rows] : interval(rows, stream);
    const [left, right] = shape === 1 ? [0, columns] : interval(columns, stream);
    for (let locus = 0; locus < genome.locusCount; locus++) {
      if (row[locus]! < top || row[locus]! >= bottom || column[locus]! < left || column[locus]! >= right) continue;
      const one = loci[first + locus]!;
      loci[first + locus] = loci[second + locus]!;
      loci[second + locus] = one;
    }
  };
}
