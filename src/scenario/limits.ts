/*
 * The bounds of a scenario, each with its reason. Sizes beyond them are refused when the file is read, so that nothing
 * later has to fear for memory or for the width of an integer.
 */

/** Bytes of a scenario file: twice a square map of the most sites, and read in about a second, however it is damaged. */
export const MOST_FILE_BYTES = 2 ** 18;

/** Maps and lists inside one another: the format itself needs six, and a recursive reader has room for thousands. */
export const MOST_DEPTH = 32;

/** Values of a file with its aliases written out: stops alias bombs, far above what the largest scenario needs. */
export const MOST_VALUES = 100_000;

/** Faults listed at once: what is left out is counted. */
export const MOST_FAULTS = 200;

/** Neighbours of a unit: a table of 2^5 bits fills a 32-bit word. */
export const MOST_NEIGHBOURS = 5;

/** Sites of a map, and so the reach of an offset or radius and a distance in ticks. */
export const MOST_SITES = 2 ** 16;

/** Ticks of one rollout: the longest wire that fits on a map. */
export const MOST_TICKS = 2 ** 16;

/** Named variables: far more than a figure could show, and few enough to look for cycles pair by pair. */
export const MOST_VARIABLES = 1024;

/** Bits of a vector variable: one bit plane each. */
export const MOST_ELEMENTS = 4096;

/** Rows of an Ising strip: its transfer matrix has 2^rows states. */
export const MOST_ISING_ROWS = 12;

/** Operands of a gate over variables; those of a fixed unit are its neighbours. */
export const MOST_OPERANDS = 12;

/** Bits of a source and a sink together: a joint count has 2^12 cells at most. */
export const MOST_JOINT_BITS = 12;

/** Samples per joint cell, at least: below, the G statistic does not follow its chi-square law (the usual rule of five). */
export const LEAST_SAMPLES_PER_CELL = 5;

/** Samples of one generation: counts fit 32 bits, and their products with a population's are exact in a double. */
export const MOST_SAMPLES = 2 ** 24;

/** Individuals of all islands together: draws are addressed with 32 bits, and sums over them stay exact. */
export const MOST_INDIVIDUALS = 2 ** 24;

/** Generations: one 32-bit word of a random draw's address, and a signed integer in the tables. */
export const MOST_GENERATIONS = 2 ** 31 - 1;

/** Weights, inverse temperatures and couplings: sums and products of them stay finite. */
export const MOST_MAGNITUDE = 1e6;

/** Characters of a name: the run's is a folder's name, the others are columns' values. */
export const MOST_NAME_CHARACTERS = 64;

/** Characters of a seed: far more than a name of a replicate needs. */
export const MOST_SEED_CHARACTERS = 256;

/** Bits that a Gaussian strength of one sink can show, at most: half the logarithm of what doubles tell of a variance. */
export const MOST_GAUSSIAN_BITS = 22;
