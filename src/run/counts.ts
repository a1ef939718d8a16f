import { cellOffsets, type Evaluator, type JointReading, type Reading } from '../simulate/evaluator.js';
import type { Stimulus } from '../simulate/stimulus.js';

/** Counts that are held at once, at most: 4 MiB. */
const MOST_COUNTS = 1 << 20;

/**
 * An evaluator with the buffer that its counts go to, used by batches that fit it: as large as can be, since an evaluator
 * leaves out what genotypes of one batch have in common.
 */
export class Counts {
  readonly offsets: readonly number[];
  readonly cells: number;
  private readonly batch: number;
  private counts = new Uint32Array(0);

  constructor(
    private readonly evaluator: Evaluator,
    readings: readonly Reading[],
  ) {
    this.offsets = cellOffsets(readings);
    this.cells = this.offsets.at(-1)!;
    this.batch = Math.max(1, Math.floor(MOST_COUNTS / Math.max(1, this.cells)));
  }

  /** Calls `use` with the counts of each genotype [first, first + count) of `loci`, of which its own start at `base`. */
  each(
    loci: Uint32Array,
    first: number,
    count: number,
    stimulus: Stimulus,
    use: (genotype: number, counts: Uint32Array, base: number) => void,
  ): void {
    const needed = Math.min(count, this.batch) * this.cells;
    if (this.counts.length < needed) this.counts = new Uint32Array(needed);
    for (let start = 0; start < count; start += this.batch) {
      const length = Math.min(this.batch, count - start);
      this.evaluator.evaluate(loci, first + start, length, stimulus, this.counts);
      for (let i = 0; i < length; i++) use(first + start + i, this.counts, i * this.cells);
    }
  }
}

/** Numbers of source and sink symbols of a joint reading. */
export const sides = (reading: JointReading): [number, number] => [
  1 << reading.source.length,
  1 << reading.units.length,
];
