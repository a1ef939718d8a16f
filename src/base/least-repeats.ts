/** Independent repeats from whose scatter an error by Student's t is taken, at least: with fewer, skewness breaks its limits. */
export const LEAST_REPEATS = 16;
