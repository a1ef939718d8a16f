import type { Stimulus } from '../stimulus.js';

/**
 * All that enters a lattice of analog units in one generation: planes of one Float32 for each sample, row-major, one set
 * for all genotypes and islands. A bit is −1 (for 0) or 1.
 */
export interface AnalogStimulus {
  readonly samples: number;
  /** `[element][sample]`: bits as ±1, real numbers as they are. */
  readonly elements: Float32Array;
  /** `[border position][sample]`, ±1 */
  readonly borders: Float32Array;
  /** `[unit][sample]`, ±1: start states, empty where the lattice starts at zero; only units in cone.units[0] are filled. */
  readonly starts: Float32Array;
  /** `[pair][sample]`: N(0, 1), what the noise of a (unit, tick) pair multiplies; empty without noise. */
  readonly noise: Float32Array;
}

/** The planes of a stimulus as numbers: views of the same memory. */
export function analogStimulus({ samples, elements, borders, starts, noise }: Stimulus): AnalogStimulus {
  return {
    samples,
    elements: floats(elements),
    borders: floats(borders),
    starts: floats(starts),
    noise: floats(noise),
  };
}

function floats(words: Uint32Array): Float32Array {
  return new Float32Array(words.buffer, words.byteOffset, words.length);
}
