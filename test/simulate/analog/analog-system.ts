import type { AnalogSpec } from '../../../src/scenario/scenario.js';
import { type AnalogStimulus, analogStimulus } from '../../../src/simulate/analog/analog-stimulus.js';
import { stimulusOver, stimulusWords } from '../../../src/simulate/stimulus.js';
import type { System } from '../../../src/system/system.js';
import { type HandLattice, handSystem, wordStream } from '../hand-system.js';

const LINEAR: AnalogSpec = { kind: 'analog', activation: 'linear', noise: 0, scale: 1, strength: 'gaussian' };

/** A lattice of analog units written down by hand; none of its units may be fixed. */
export function analogSystem(lattice: HandLattice, units: Partial<AnalogSpec> = {}): System {
  const spec: AnalogSpec = { ...LINEAR, ...units };
  const system = handSystem(lattice);
  const { neighbourCount } = system.lattice;
  return {
    ...system,
    units: spec,
    genome: {
      ...system.genome,
      wordsPerLocus: neighbourCount + 1,
      bitsPerLocus: 32 * (neighbourCount + 1),
      prior: { kind: 'normal', deviation: spec.scale / Math.sqrt(neighbourCount) },
    },
  };
}

/** Words of genotypes whose parameters are given, weights before the bias. */
export function lociOf(...parameters: readonly number[]): Uint32Array {
  return new Uint32Array(Float32Array.from(parameters).buffer);
}

/** A stimulus of zeros, to be written into. */
export function emptyStimulus(system: System, samples: number): AnalogStimulus {
  return analogStimulus(stimulusOver(new Uint32Array(stimulusWords(system, samples)), system, samples));
}

/** Numbers in (−2, 2) on every plane: evaluators only see the planes. */
export function randomNumbers(system: System, samples: number, seed: number): AnalogStimulus {
  const stimulus = emptyStimulus(system, samples);
  const stream = wordStream(seed);
  for (const planes of [stimulus.elements, stimulus.borders, stimulus.starts, stimulus.noise]) {
    for (let i = 0; i < planes.length; i++) planes[i] = 4 * stream.nextUnit() - 2;
  }
  return stimulus;
}

/** Parameters in (−1.5, 1.5), `Uint32Array [genotype][locus][parameter]`. */
export function randomParameters({ genome }: System, genotypes: number, seed: number): Uint32Array {
  const stream = wordStream(seed);
  const count = genotypes * genome.locusCount * genome.wordsPerLocus;
  return lociOf(...Array.from({ length: count }, () => 3 * stream.nextUnit() - 1.5));
}
