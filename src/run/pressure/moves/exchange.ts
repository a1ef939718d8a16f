import type { Stream } from '../../../base/streams.js';
import type { System } from '../../../system/system.js';
import type { PairMove } from './moves.js';

/** An interval [from, to) of 0 … count that is neither empty nor all of it; count at least 2. */
function interval(count: number, stream: Stream): [number, number] {
  for (;;) {
    const a = stream.nextBelow(count + 1);
    const b = stream.nextBelow(count + 1);
    if (a !== b && Math.abs(a - b) < count) return [Math.min(a, b), Math.max(a, b)];
  }
}

/** Where each locus comes among the distinct values of its kind, ascending, and how many of them there are. */
function ranks(places: readonly number[]): { rank: number[]; count: number } {
  const distinct = [...new Set(places)].sort((a, b) => a - b);
  return { rank: places.map((place) => distinct.indexOf(place)), count: distinct.length };
}

/**
 * Exchanges all loci in a block of the lattice: whole rows (what lies beside a channel), whole columns (the way from one
 * channel onto another) or a rectangle; never all loci. Shared loci lie where their first unit does.
 *
 * @returns null where there is only one locus, or none
 */
export function exchangeBlocks({ lattice, genome }: System): PairMove | null {
  const { locusCount, wordsPerLocus } = genome;
  if (locusCount < 2) return null;
  const units = Array.from(genome.firstUnitOfLocus);
  const { rank: row, count: rows } = ranks(units.map((unit) => lattice.unitRow[unit]!));
  const { rank: column, count: columns } = ranks(units.map((unit) => lattice.unitColumn[unit]!));
  return (loci, first, second, stream) => {
    const shape =
      rows === 1 ? 'columns' : columns === 1 ? 'rows' : (['columns', 'rows', 'both'] as const)[stream.nextBelow(3)]!;
    const [top, bottom] = shape === 'columns' ? [0, rows] : interval(rows, stream);
    const [left, right] = shape === 'rows' ? [0, columns] : interval(columns, stream);
    for (let locus = 0; locus < locusCount; locus++) {
      if (row[locus]! < top || row[locus]! >= bottom || column[locus]! < left || column[locus]! >= right) continue;
      for (let word = locus * wordsPerLocus; word < (locus + 1) * wordsPerLocus; word++) {
        const one = loci[first + word]!;
        loci[first + word] = loci[second + word]!;
        loci[second + word] = one;
      }
    }
  };
}
