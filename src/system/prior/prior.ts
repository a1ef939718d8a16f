import { probabilityBits } from '../../base/bernoulli.js';
import { InvariantError } from '../../base/errors.js';
import type { Stream } from '../../base/streams.js';
import type { FamilyName } from '../../scenario/scenario.js';
import { families } from './families.js';
import type { NormalPrior } from './normal.js';
import { allOnes, countOnes, tableCount } from './table-bits.js';

/**
 * π of one locus: the law over tables of 2^K bits that mutation leaves unchanged. `bit`: each table bit is 1 with this
 * probability, independently, rounded to a multiple of 2^-32. `family`: uniform over a family of tables. `normal`: of analog
 * units, which have parameters in place of a table.
 */
export type Prior =
  | { readonly kind: 'bit'; readonly bit: number }
  | { readonly kind: 'family'; readonly family: FamilyName }
  | NormalPrior;

/** One locus' table from π, exactly; unsigned, in the low 2^K bits. */
export function drawTable(prior: Prior, neighbourCount: number, stream: Stream): number {
  if (prior.kind === 'family') return families[prior.family].draw(neighbourCount, stream);
  if (prior.kind === 'normal') throw noTable();
  const p = probabilityBits(prior.bit);
  let open = allOnes(neighbourCount);
  if (p === 0x100000000) return open;
  // As in bernoulliWords: random bits against those of p, most significant first, until every output is decided.
  let table = 0;
  for (let rest = p; rest !== 0 && open !== 0; rest = (rest << 1) >>> 0) {
    const word = stream.nextWord();
    if (rest >>> 31 === 1) {
      table |= open & ~word;
      open &= word;
    } else open &= ~word;
  }
  return table >>> 0;
}

/** π(table), in [0, 1]: 0 outside a family. */
export function probabilityOfTable(prior: Prior, neighbourCount: number, table: number): number {
  if (prior.kind === 'family') {
    const family = families[prior.family];
    return family.includes(table, neighbourCount) ? 1 / family.count(neighbourCount) : 0;
  }
  if (prior.kind === 'normal') throw noTable();
  const p = probabilityBits(prior.bit) / 0x100000000;
  const ones = countOnes(table);
  return p ** ones * (1 - p) ** ((1 << neighbourCount) - ones);
}

/** All tables with π > 0, ascending, and their probabilities; null where they are more than 65,536, or no tables at all. */
export function enumerateTables(
  prior: Prior,
  neighbourCount: number,
): { tables: Uint32Array; probability: Float64Array } | null {
  const tables = possibleTables(prior, neighbourCount);
  if (tables === null) return null;
  return {
    tables,
    probability: Float64Array.from(tables, (table) => probabilityOfTable(prior, neighbourCount, table)),
  };
}

function possibleTables(prior: Prior, neighbourCount: number): Uint32Array | null {
  if (prior.kind === 'family') return families[prior.family].tables(neighbourCount);
  if (prior.kind === 'normal') return null;
  const p = probabilityBits(prior.bit);
  if (p === 0) return Uint32Array.of(0);
  if (p === 0x100000000) return Uint32Array.of(allOnes(neighbourCount));
  return neighbourCount === 5 ? null : Uint32Array.from({ length: tableCount(neighbourCount) }, (_, table) => table);
}

function noTable(): InvariantError {
  return new InvariantError('a table was asked of analog units, whose loci are parameters');
}
