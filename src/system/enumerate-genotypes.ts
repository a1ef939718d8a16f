import { probabilityBits } from '../base/bernoulli.js';
import { enumerateTables } from './prior/prior.js';
import { allOnes } from './prior/table-bits.js';
import type { System } from './system.js';
import { freeBits, writeTies } from './ties.js';

/** All genotypes that differ in what can be read, each once: the others differ from one of them where nobody looks. */
export interface Genotypes {
  readonly count: number;
  /** log2 of the count where table bits are free; of the number of combinations of tables under a prior family. */
  readonly bits: number;
  /** Writes genotype `index` (0 to count − 1) over the loci that start at `first`, copies at tied bits included. */
  readonly write: (index: number, loci: Uint32Array, first: number) => void;
  /** Its probability under π, all those together that differ from it where nobody looks. */
  readonly probability: (index: number) => number;
}

/**
 * Numbers all genotypes of a system by what matters of them: the free table bits that some unit can be asked for whose
 * state can reach a read port, or, under a prior family, the whole tables of such units.
 *
 * A table bit cannot be asked for where it needs a 1 from a border that is zero.
 *
 * @param most combinations, at most
 * @returns the bits that matter where there are more; parameters of analog units have no end
 */
export function enumerateGenotypes(system: System, most: number): Genotypes | { readonly tooManyBits: number } {
  const { genome } = system;
  if (genome.prior.kind === 'normal') return { tooManyBits: Number.POSITIVE_INFINITY };
  const asked = askedBits(system);
  if (genome.prior.kind === 'bit') return byBits(system, asked, most);
  const loci = Array.from(asked.keys()).filter((locus) => asked[locus] !== 0);
  const listed = enumerateTables(genome.prior, genome.neighbourCount);
  const tables = listed?.tables;
  const bits = loci.length * (tables === undefined ? genome.bitsPerLocus : Math.log2(tables.length));
  if (tables === undefined || bits > Math.log2(most)) return { tooManyBits: bits };
  const count = tables.length ** loci.length;
  return {
    count,
    bits,
    write(index, out, first) {
      out.fill(tables[0]!, first, first + genome.locusCount);
      let rest = index;
      for (const locus of loci) {
        out[first + locus] = tables[rest % tables.length]!;
        rest = Math.floor(rest / tables.length);
      }
    },
    probability: () => 1 / count,
  };
}

function byBits({ genome }: System, asked: Uint32Array, most: number): Genotypes | { readonly tooManyBits: number } {
  const { bitsPerLocus, locusCount, ties, prior } = genome;
  const one = prior.kind === 'bit' ? probabilityBits(prior.bit) / 0x100000000 : Number.NaN;
  const isSure = one === 0 || one === 1;
  const places = isSure
    ? new Int32Array(0)
    : freeBits(genome).filter(
        (place) => ((asked[Math.floor(place / bitsPerLocus)]! >>> (place % bitsPerLocus)) & 1) === 1,
      );
  if (places.length > Math.log2(most)) return { tooManyBits: places.length };
  const filling = one === 1 ? allOnes(genome.neighbourCount) : 0;
  return {
    count: 2 ** places.length,
    bits: places.length,
    write(index, out, first) {
      out.fill(filling, first, first + locusCount);
      places.forEach((place, bit) => {
        if (((index >>> bit) & 1) === 0) return;
        const at = first + Math.floor(place / bitsPerLocus);
        out[at] = (out[at]! | (1 << (place % bitsPerLocus))) >>> 0;
      });
      writeTies(out, first, ties);
    },
    probability(index) {
      let p = 1;
      for (let bit = 0; bit < places.length; bit++) p *= ((index >>> bit) & 1) === 1 ? one : 1 - one;
      return p;
    },
  };
}

/** `Uint32Array [locus]`: the table bits that can be asked for in the cone of what is read, copies asked at their origin. */
function askedBits({ lattice, cone, genome }: System): Uint32Array {
  const { sources, neighbourCount, unitCount, held } = lattice;
  const asked = new Uint32Array(genome.locusCount);
  // What stands after tick 0 is a start state, which no table makes.
  for (const unit of new Set(cone.units.slice(1).flatMap((units) => Array.from(units)))) {
    const locus = genome.locusOfUnit[unit]!;
    if (locus < 0) continue;
    let never = 0;
    for (let j = 0; j < neighbourCount; j++) {
      const source = sources[unit * neighbourCount + j]!;
      if (source >= unitCount && held[source - unitCount]!.kind === 'zero') never |= 1 << j;
    }
    for (let index = 0; index < genome.bitsPerLocus; index++) {
      if ((index & never) === 0) asked[locus] = (asked[locus]! | (1 << index)) >>> 0;
    }
  }
  for (const { from, to, mask } of genome.ties) asked[from] = (asked[from]! | (asked[to]! & mask)) >>> 0;
  return asked;
}
