import { type Key, Purpose, Stream } from '../base/streams.js';
import type { VariationSpec } from '../scenario/scenario.js';

/**
 * Writes the loci of a child of two parents into `child`, exchanging whole loci: `uniform` takes each from either parent
 * by a fair coin; `onePoint` takes the loci before a cut from the first and the others from the second, row-major, the
 * cut uniform in 1 … L − 1. Fewer than two loci cannot be cut: such a child is a copy of its first parent.
 */
export function recombine(
  child: Uint32Array,
  first: Uint32Array,
  second: Uint32Array,
  kind: VariationSpec['crossover']['kind'],
  wordsPerLocus: number,
  key: Key,
  generation: number,
  childIndex: number,
): void {
  child.set(first);
  const lociCount = child.length / wordsPerLocus;
  const stream = new Stream(key, Purpose.mating, generation, childIndex);
  if (kind === 'onePoint' && lociCount > 1) {
    const cut = 1 + stream.nextBelow(lociCount - 1);
    child.set(second.subarray(cut * wordsPerLocus), cut * wordsPerLocus);
  }
  if (kind === 'uniform') {
    let coins = 0;
    for (let locus = 0; locus < lociCount; locus++) {
      if ((locus & 31) === 0) coins = stream.nextWord();
      if (((coins >>> (locus & 31)) & 1) === 0) continue;
      for (let word = locus * wordsPerLocus; word < (locus + 1) * wordsPerLocus; word++) child[word] = second[word]!;
    }
  }
}
