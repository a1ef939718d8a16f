/*
 * What the exact evaluator takes on, each bound with its reason. All that is beyond is refused when the evaluator is
 * made, before anything is computed.
 */

/** Bits of one table of probabilities: 2^22 doubles are 32 MiB, and a worker holds two such tables. */
export const MOST_TABLE_BITS = 22;

/** Look-ups of one law for one genotype: some seconds. */
export const MOST_WORK = 2 ** 31;

/** Random bits that an enumeration goes through: 2^22 samples of the bit-parallel evaluator. */
export const MOST_ENUMERATED_BITS = 22;

/** Words of the planes of an enumeration: 64 MiB. */
export const MOST_ENUMERATED_WORDS = 2 ** 24;
