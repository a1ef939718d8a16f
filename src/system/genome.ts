import { bernoulliWords, probabilityBits } from '../base/bernoulli.js';
import { UserError } from '../base/errors.js';
import { type Key, Purpose, Stream } from '../base/streams.js';
import { drawTable } from './prior/prior.js';
import type { GenomeLayout } from './system.js';
import { writeTies } from './ties.js';

/** The low bits of a word that hold one locus' table. */
export function locusMask(layout: GenomeLayout): number {
  return layout.bitsPerLocus === 32 ? 0xffffffff : 2 ** layout.bitsPerLocus - 1;
}

/**
 * Draws one genotype from π into `out`, its loci independently, but for tied bits, which are copies.
 *
 * Bit by bit, a locus is its word of the plane at (prior, 0, individual), its unused high bits cleared; tables of a
 * family are drawn one after the other from the stream at the same address.
 *
 * @param out `Uint32Array [locus]`, overwritten
 */
export function drawGenotype(out: Uint32Array, layout: GenomeLayout, key: Key, individual: number): void {
  const { prior, neighbourCount } = layout;
  if (prior.kind === 'family') {
    const stream = new Stream(key, Purpose.prior, 0, individual);
    for (let locus = 0; locus < out.length; locus++) out[locus] = drawTable(prior, neighbourCount, stream);
    return;
  }
  bernoulliWords(out, probabilityBits(prior.bit), key, Purpose.prior, 0, individual);
  const mask = locusMask(layout);
  for (let locus = 0; locus < out.length; locus++) out[locus]! &= mask;
  writeTies(out, 0, layout.ties);
}

/**
 * One genotype of the first population: the gate that it begins with at every locus, or a draw from π.
 *
 * @param out `Uint32Array [locus]`, overwritten
 */
export function firstGenotype(out: Uint32Array, layout: GenomeLayout, key: Key, individual: number): void {
  if (layout.beginTable === null) {
    drawGenotype(out, layout, key, individual);
    return;
  }
  out.fill(layout.beginTable);
  writeTies(out, 0, layout.ties);
}

/** Hexadecimal digits of one locus: 1 for K = 1 and K = 2, then 2, 4, 8. */
function digitsPerLocus(layout: GenomeLayout): number {
  return Math.max(1, layout.bitsPerLocus / 4);
}

/**
 * A genotype as text: its loci row-major, each max(1, 2^K/4) lower-case hexadecimal digits, most significant first.
 * The empty string where nothing evolves.
 *
 * @param loci holds the genotype's loci from index `first` on
 */
export function genomeHex(loci: Uint32Array, first: number, layout: GenomeLayout): string {
  const digits = digitsPerLocus(layout);
  let text = '';
  for (let locus = 0; locus < layout.locusCount; locus++) {
    text += loci[first + locus]!.toString(16).padStart(digits, '0');
  }
  return text;
}

/**
 * The genotype that {@link genomeHex} wrote, `Uint32Array [locus]`.
 *
 * @throws UserError where the text is not of this layout
 */
export function genomeFromHex(text: string, layout: GenomeLayout): Uint32Array {
  const digits = digitsPerLocus(layout);
  const expected = digits * layout.locusCount;
  if (text.length !== expected || !/^[0-9a-fA-F]*$/.test(text)) {
    throw new UserError(
      `genome ${JSON.stringify(text)} of ${text.length} characters; expected ${expected} hexadecimal digits, ` +
        `${digits} for each of ${layout.locusCount} loci: was it written by another scenario?`,
    );
  }
  const mask = locusMask(layout);
  const loci = Uint32Array.from({ length: layout.locusCount }, (_, locus) =>
    Number.parseInt(text.slice(locus * digits, (locus + 1) * digits), 16),
  );
  const beyond = loci.findIndex((table) => (table & mask) >>> 0 !== table);
  if (beyond !== -1) {
    throw new UserError(
      `genome ${JSON.stringify(text)}: locus ${beyond} is ${loci[beyond]}; ` +
        `expected a table of ${layout.bitsPerLocus} bits, at most ${mask >>> 0}`,
    );
  }
  return loci;
}
