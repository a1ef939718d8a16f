import { bernoulliWords, probabilityBits } from '../base/bernoulli.js';
import { UserError } from '../base/errors.js';
import { type Key, Purpose, Stream } from '../base/streams.js';
import { drawParameters } from './prior/normal.js';
import { drawTable } from './prior/prior.js';
import type { GenomeLayout } from './system.js';
import { writeTies } from './ties.js';

/** Words of one genotype. */
export function genotypeWords({ locusCount, wordsPerLocus }: GenomeLayout): number {
  return locusCount * wordsPerLocus;
}

/** The low bits of a word that hold one locus' table; all of them where it holds a parameter. */
export function locusMask({ bitsPerLocus, wordsPerLocus }: GenomeLayout): number {
  const bits = bitsPerLocus / wordsPerLocus;
  return bits === 32 ? 0xffffffff : 2 ** bits - 1;
}

/**
 * Draws one genotype from π into `out`, its loci independently, but for tied bits, which are copies.
 *
 * Bit by bit, a locus is its word of the plane at (prior, 0, individual), its unused high bits cleared; tables of a
 * family are drawn one after the other from the stream at the same address, and so are parameters of analog units.
 *
 * @param out `Uint32Array [locus][word]`, overwritten
 */
export function drawGenotype(out: Uint32Array, layout: GenomeLayout, key: Key, individual: number): void {
  const { prior, neighbourCount } = layout;
  if (prior.kind === 'family') {
    const stream = new Stream(key, Purpose.prior, 0, individual);
    for (let locus = 0; locus < out.length; locus++) out[locus] = drawTable(prior, neighbourCount, stream);
    return;
  }
  if (prior.kind === 'normal') {
    drawParameters(out, prior, key, individual);
    writeTies(out, 0, layout.ties);
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

/** Hexadecimal digits of one word: of a table 1 for K = 1 and K = 2, then 2, 4, 8; of a parameter 8. */
function digitsPerWord({ bitsPerLocus, wordsPerLocus }: GenomeLayout): number {
  return Math.max(1, bitsPerLocus / wordsPerLocus / 4);
}

/**
 * A genotype as text: its loci row-major, each max(1, 2^K/4) lower-case hexadecimal digits, most significant first; of
 * analog units 8 digits for each parameter, the bits of a Float32. The empty string where nothing evolves.
 *
 * @param loci holds the genotype's loci from index `first` on
 */
export function genomeHex(loci: Uint32Array, first: number, layout: GenomeLayout): string {
  const digits = digitsPerWord(layout);
  let text = '';
  for (let word = 0; word < genotypeWords(layout); word++) {
    text += loci[first + word]!.toString(16).padStart(digits, '0');
  }
  return text;
}

/**
 * The genotype that {@link genomeHex} wrote, `Uint32Array [locus][word]`.
 *
 * @throws UserError where the text is not of this layout
 */
export function genomeFromHex(text: string, layout: GenomeLayout): Uint32Array {
  const digits = digitsPerWord(layout);
  const expected = digits * genotypeWords(layout);
  if (text.length !== expected || !/^[0-9a-fA-F]*$/.test(text)) {
    throw new UserError(
      `genome ${JSON.stringify(text)} of ${text.length} characters; expected ${expected} hexadecimal digits, ` +
        `${digits * layout.wordsPerLocus} for each of ${layout.locusCount} loci: was it written by another scenario?`,
    );
  }
  const mask = locusMask(layout);
  const loci = Uint32Array.from({ length: genotypeWords(layout) }, (_, word) =>
    Number.parseInt(text.slice(word * digits, (word + 1) * digits), 16),
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
