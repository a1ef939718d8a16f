import { SAMPLES_PER_WORD } from '../base/planes.js';
import type { System } from '../system/system.js';

/**
 * All that enters the lattice in one generation, as planes of `words` Uint32 words each, row-major, one set for all
 * genotypes and islands: a bit for each sample, or of analog units a Float32 (./analog/analog-stimulus.ts). Views of one buffer, which the main thread fills and every worker reads.
 */
export interface Stimulus {
  readonly samples: number;
  /** samples / 32; of analog units samples */
  readonly words: number;
  /** `[element][word]`: the environment's variables. */
  readonly elements: Uint32Array;
  /** `[border position][word]` */
  readonly borders: Uint32Array;
  /** `[unit][word]`: start states, empty where the lattice starts at zero; only units in cone.units[0] are filled. */
  readonly starts: Uint32Array;
  /** `[pair][word]`: where the output of a (unit, tick) pair flips, or what is added to it; empty without noise. */
  readonly noise: Uint32Array;
}

/** Number of planes of each kind that a system needs. */
export function planeCounts(system: System): { elements: number; borders: number; starts: number; noise: number } {
  const { units, lattice, cone, environment } = system;
  const isNoisy = units.kind === 'analog' ? units.noise > 0 : lattice.noise > 0;
  return {
    elements: environment.elements.length,
    borders: lattice.held.filter((plane) => plane.kind === 'border').length,
    starts: lattice.start === 'random' ? lattice.unitCount : 0,
    noise: isNoisy ? cone.pairCount : 0,
  };
}

/** Words of one plane: 32 samples to a word, or one sample where units are analog. */
export function planeWords({ units }: System, samples: number): number {
  return units.kind === 'analog' ? samples : samples / SAMPLES_PER_WORD;
}

/** Words of the planes of a stimulus together: of one context. */
export function stimulusWords(system: System, samples: number): number {
  const counts = planeCounts(system);
  return (counts.elements + counts.borders + counts.starts + counts.noise) * planeWords(system, samples);
}

/** Words of the planes of all contexts together, which differ in the environment alone and share all others. */
export function contextStimuliWords(system: System, samples: number): number {
  const further = (system.contexts.length - 1) * planeCounts(system).elements;
  return stimulusWords(system, samples) + further * planeWords(system, samples);
}

/**
 * Lays the stimuli of all contexts out over `buffer`, which holds contextStimuliWords(system, samples) words: the planes
 * of the first context, then the environment's of each further one.
 *
 * @returns `[context]`
 */
export function contextStimuliOver(buffer: Uint32Array, system: System, samples: number): Stimulus[] {
  const first = stimulusOver(buffer, system, samples);
  const { length } = first.elements;
  let at = stimulusWords(system, samples);
  return system.contexts.map((_, context) =>
    context === 0 ? first : { ...first, elements: buffer.subarray(at, (at += length)) },
  );
}

/** Lays the planes of one stimulus out over `buffer`, which holds stimulusWords(system, samples) words. */
export function stimulusOver(buffer: Uint32Array, system: System, samples: number): Stimulus {
  const words = planeWords(system, samples);
  const counts = planeCounts(system);
  let at = 0;
  const take = (planes: number): Uint32Array => buffer.subarray(at, (at += planes * words));
  return {
    samples,
    words,
    elements: take(counts.elements),
    borders: take(counts.borders),
    starts: take(counts.starts),
    noise: take(counts.noise),
  };
}
