/*
 * What a run takes beside evaluation, measured on one core of a 2.x GHz x86-64 machine (Node 20) over scenarios 00 to 42 with
 * 1 to 32 islands and 2 to 151 rows: selection, drawing of parents, breeding and accounts; quantiles, covariances and
 * champions of a row; drawing and matching of the sample of the prior; compiling, summary and files.
 */
const SECONDS_PER_CHILD = 0.6e-6;
const SECONDS_PER_INDIVIDUAL_AND_ROW = 1.2e-6;
const SECONDS_PER_SAMPLED = 1.5e-6;
const SECONDS_PER_RUN = 0.015;

/** What bookkeeping grows with. */
interface Bookkeeping {
  readonly individuals: number;
  readonly generations: number;
  /** Generations that get rows. */
  readonly rows: number;
  /** Genotypes drawn from the prior, and mutants of them. */
  readonly sampled: number;
}

/** Seconds of one thread that a run takes beside evaluating, as it was measured elsewhere: right within a factor of two. */
export function bookkeepingSeconds({ individuals, generations, rows, sampled }: Bookkeeping): number {
  return (
    SECONDS_PER_RUN +
    SECONDS_PER_CHILD * individuals * (generations + 1) +
    SECONDS_PER_INDIVIDUAL_AND_ROW * individuals * rows +
    SECONDS_PER_SAMPLED * sampled
  );
}
