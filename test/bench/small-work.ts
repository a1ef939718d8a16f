import type { NativeWork } from '../../src/bench/native/native-work.js';
import type { JointReading } from '../../src/simulate/evaluator.js';
import { randomLoci, randomStimulus } from '../simulate/hand-system.js';
import { randomSystem } from '../simulate/random-system.js';

/** A tangle of units of K neighbours, with noise, fixed units and two readings of one bit against one bit. */
export function smallWork(neighbourCount: number, genotypes = 5, samples = 256): NativeWork {
  const system = randomSystem({
    seed: 40 + neighbourCount,
    unitCount: 13,
    neighbourCount,
    ticks: 5,
    noisy: true,
    start: 'random',
  });
  const [first, last] = [system.ports.read[0]!.units[0]!, system.ports.read[0]!.units.at(-1)!];
  const reading = (element: number, unit: number): JointReading => ({
    kind: 'joint',
    source: [element],
    units: [unit],
    tick: 5,
  });
  return {
    system,
    readings: [reading(0, first), reading(3, last)],
    loci: randomLoci(system, genotypes, neighbourCount),
    count: genotypes,
    stimulus: randomStimulus(system, samples, 7),
  };
}
