import type { Stream } from '../../base/streams.js';
import { tableCount } from './table-bits.js';

/** A set of tables of 2^K bits, all of them equally likely. Closed under complementing the output or any input. */
export interface Family {
  /** How many tables there are for K neighbours, 1 to 5. */
  readonly count: (neighbourCount: number) => number;
  readonly includes: (table: number, neighbourCount: number) => boolean;
  /** One of them, uniform exactly. */
  readonly draw: (neighbourCount: number, stream: Stream) => number;
  /** All of them, ascending; null where they are too many to be listed. */
  readonly tables: (neighbourCount: number) => Uint32Array | null;
}

/** A family whose tables are numbered: `table(n, K)` is another one for each n below `count(K)`. */
export function numberedFamily(
  { count, table }: { count: Family['count']; table: (index: number, neighbourCount: number) => number },
  includes: Family['includes'],
): Family {
  return {
    count,
    includes,
    draw: (neighbourCount, stream) => table(stream.nextBelow(count(neighbourCount)), neighbourCount),
    tables: (neighbourCount) =>
      Uint32Array.from({ length: count(neighbourCount) }, (_, index) => table(index, neighbourCount)).sort(),
  };
}

/** The tables for which `includes` holds, found by going through all of them: null for K = 5, which has 2^32. */
export function tablesWhere(includes: Family['includes']): Family['tables'] {
  return (neighbourCount) => {
    if (neighbourCount === 5) return null;
    const all = Uint32Array.from({ length: tableCount(neighbourCount) }, (_, table) => table);
    return all.filter((table) => includes(table, neighbourCount));
  };
}
