import type { JointInformation } from '../information/joint-information.js';
import type { Stimulus } from '../simulate/stimulus.js';

/** What a genotype's readings came to on a stimulus. */
export interface Measured {
  /** `[reading]`: information of a joint reading; of no meaning for a change reading. */
  readonly information: readonly JointInformation[];
  /** `[reading]`: samples in which a change reading saw a change; 0 for a joint reading. */
  readonly changed: readonly number[];
}

/** Measures genotypes of one lattice by a fixed list of readings, whatever its units and whoever evaluates. */
export interface Meter {
  /** Calls `use` with what each genotype [first, first + count) of `loci` came to on a stimulus. */
  each(
    loci: Uint32Array,
    first: number,
    count: number,
    stimulus: Stimulus,
    use: (genotype: number, found: Measured) => void,
  ): void;
}
