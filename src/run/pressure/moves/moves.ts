import type { Stream } from '../../../base/streams.js';

/**
 * A proposal for one genotype, whose loci start at `first`: written over them.
 *
 * @returns π(proposal) q(back) / π(present) q(there)
 */
export type SingleMove = (loci: Uint32Array, first: number, stream: Stream) => number;

/** A proposal for two genotypes at once, which exchange something: π of both together is left as it is. */
export type PairMove = (loci: Uint32Array, first: number, second: number, stream: Stream) => void;
