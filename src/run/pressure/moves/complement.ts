import { complementTable, type TableComplement } from '../../../system/complement.js';
import { probabilityOfTable } from '../../../system/prior/prior.js';
import type { GenomeLayout } from '../../../system/system.js';
import type { SingleMove } from './moves.js';

/**
 * Complements a unit together with the inputs at which it is read: nearly nothing changes in what the lattice does, but
 * the ways on from there are others. Its own inverse, so the ratio is that of π: 1 at prior ½, 0 out of a family.
 *
 * @param complements of which one is taken at random; not empty
 */
export function complementUnit(
  { neighbourCount, prior }: GenomeLayout,
  complements: readonly (readonly TableComplement[])[],
): SingleMove {
  const isFair = prior.kind === 'bit' && prior.bit === 0.5;
  return (loci, first, stream) => {
    let ratio = 1;
    for (const { locus, inputs, output } of complements[stream.nextBelow(complements.length)]!) {
      const before = loci[first + locus]!;
      const after = complementTable(before, neighbourCount, inputs, output);
      loci[first + locus] = after;
      if (isFair) continue;
      ratio *= probabilityOfTable(prior, neighbourCount, after) / probabilityOfTable(prior, neighbourCount, before);
    }
    return ratio;
  };
}
