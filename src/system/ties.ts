import { probabilityBits } from '../base/bernoulli.js';
import { type Key, Purpose, Stream } from '../base/streams.js';
import type { TieSpec } from '../scenario/scenario.js';
import { copyTable } from './prior/table-bits.js';
import type { GenomeLayout, Tie } from './system.js';

/**
 * Draws which table bits, or which parameters of analog units, are tied, once for a seed: each by itself with the tie's
 * fraction. The same seed ties a larger fraction to more of them, those of a smaller one among them.
 *
 * @param lociOf the loci of the units of some letters, in row-major order
 * @param of what a locus holds: one table over so many inputs, or so many parameters
 */
export function drawTies(
  specs: readonly TieSpec[],
  lociOf: (letters: readonly string[]) => readonly number[],
  of: { readonly tableInputs: number } | { readonly parameters: number },
  key: Key,
): Tie[] {
  return specs.flatMap(({ from, to, fraction, sign }, index) => {
    const origins = lociOf(from);
    const threshold = probabilityBits(fraction);
    return lociOf(to).flatMap((locus, unit): Tie[] => {
      const stream = new Stream(key, Purpose.ties, index, unit);
      const isTied = (): boolean => stream.nextWord() < threshold;
      const origin = origins[unit]!;
      return 'parameters' in of
        ? parameterTies(origin, locus, of.parameters, sign, isTied)
        : [tableTie(origin, locus, of.tableInputs, sign, isTied)];
    });
  });
}

function tableTie(from: number, to: number, inputs: number, sign: 1 | -1, isTied: () => boolean): Tie {
  let parity = 0;
  for (let input = 0; input < inputs; input++) parity = (parity ^ copyTable(input, inputs)) >>> 0;
  let mask = 0;
  for (let bit = 0; bit < 1 << inputs; bit++) if (isTied()) mask |= 1 << bit;
  return { from, to, mask: mask >>> 0, flips: sign === 1 ? 0 : parity };
}

/** The sign of a Float32 is its highest bit. */
const SIGN_BIT = 0x80000000;

/** A tie for each parameter that is copied. */
function parameterTies(from: number, to: number, parameters: number, sign: 1 | -1, isTied: () => boolean): Tie[] {
  const ties: Tie[] = [];
  for (let p = 0; p < parameters; p++) {
    if (!isTied()) continue;
    const flips = sign === 1 ? 0 : SIGN_BIT;
    ties.push({ from: from * parameters + p, to: to * parameters + p, mask: 0xffffffff, flips });
  }
  return ties;
}

/** Writes the copies over the tied bits of the genotype whose words start at `first`. */
export function writeTies(loci: Uint32Array, first: number, ties: readonly Tie[]): void {
  for (const { from, to, mask, flips } of ties) {
    loci[first + to] = (loci[first + to]! & ~mask) | ((loci[first + from]! ^ flips) & mask);
  }
}

/** The words of a genotype that hold free parameters of analog units, ascending. */
export function freeParameters({ locusCount, wordsPerLocus, ties }: GenomeLayout): Int32Array {
  const tied = new Set(ties.map(({ to }) => to));
  return Int32Array.from({ length: locusCount * wordsPerLocus }, (_, word) => word).filter((word) => !tied.has(word));
}

/** The free table bits, ascending, as locus × bits of a locus + bit. */
export function freeBits({ locusCount, bitsPerLocus, ties }: GenomeLayout): Int32Array {
  const masks = new Uint32Array(locusCount);
  for (const { to, mask } of ties) masks[to] = mask;
  return Int32Array.from({ length: locusCount * bitsPerLocus }, (_, place) => place).filter(
    (place) => ((masks[Math.floor(place / bitsPerLocus)]! >>> (place % bitsPerLocus)) & 1) === 0,
  );
}
