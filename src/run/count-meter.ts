import { jointInformation, NOTHING } from '../information/joint-information.js';
import type { Evaluator, Reading } from '../simulate/evaluator.js';
import type { Stimulus } from '../simulate/stimulus.js';
import { Counts, sides } from './counts.js';
import type { Measured, Meter } from './meter.js';

/** Measures genotypes of look-up tables: information from counts. */
export class CountMeter implements Meter {
  private readonly counts: Counts;

  constructor(
    evaluator: Evaluator,
    private readonly readings: readonly Reading[],
    private readonly samples: number,
  ) {
    this.counts = new Counts(evaluator, readings);
  }

  each(
    loci: Uint32Array,
    first: number,
    count: number,
    stimulus: Stimulus,
    use: (genotype: number, found: Measured) => void,
  ): void {
    const { readings, samples, counts } = this;
    counts.each(loci, first, count, stimulus, (genotype, found, base) => {
      const at = (r: number): number => base + counts.offsets[r]!;
      use(genotype, {
        information: readings.map((reading, r) =>
          reading.kind === 'joint' ? jointInformation(found, at(r), ...sides(reading), samples) : NOTHING,
        ),
        changed: readings.map(({ kind }, r) => (kind === 'change' ? found[at(r)]! : 0)),
      });
    });
  }
}
