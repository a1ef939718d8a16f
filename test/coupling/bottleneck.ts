import { lawInformation } from '../../src/information/law-information.js';
import { sides } from '../../src/run/counts.js';
import { stepReadings } from '../../src/run/readings.js';
import { cellOffsets } from '../../src/simulate/evaluator.js';
import { exactEvaluator } from '../../src/simulate/exact/exact.js';
import type { System } from '../../src/system/system.js';
import { allGenotypes } from '../run/pressure/enumerate.js';
import { type Sketch, systemOf } from '../system/scenario-of.js';

export const exactStrengths = (sketch: Sketch) => exactStrengthsOf(systemOf(sketch));

/** Exact strengths of all channels of a lattice, over all of its genotypes, whose tables count up from 0. */
export function exactStrengthsOf(system: System): {
  probability: Float64Array;
  strengths: Record<string, Float64Array>;
} {
  const { genotypes, probability, count } = allGenotypes(system);
  const { readings, strength } = stepReadings(system);
  const evaluator = exactEvaluator(system, readings);
  const offsets = cellOffsets(readings);
  const laws = new Float64Array(offsets.at(-1)!);
  const strengths = Object.fromEntries(system.channels.map(({ name }) => [name, new Float64Array(count)]));
  for (let g = 0; g < count; g++) {
    evaluator.evaluate(genotypes, g, 1, laws);
    system.channels.forEach(({ name }, c) => {
      const reading = strength[c]!;
      strengths[name]![g] = lawInformation(laws, offsets[reading]!, ...sides(readings[reading]!));
    });
  }
  return { probability, strengths };
}

const PORTS = {
  A: { kind: 'write', variable: 'x' },
  B: { kind: 'read', target: 'x' },
  C: { kind: 'write', variable: 'z' },
  D: { kind: 'read', target: null },
} as const;
const CHANNELS = { leak: { from: 'C', to: 'D', reward: null }, through: { from: 'A', to: 'B', reward: 1 } } as const;
const ENVIRONMENT = { x: { kind: 'fair', length: null }, z: { kind: 'fair', length: null } } as const;

/** One unit that reads source A, a border of zeros and source C, and is copied to both sinks: 256 tables. */
export const BOTTLENECK: Sketch = {
  map: 'A#B\n#.#\nC#D',
  lattice: { neighbours: 'west3', border: 'zero', start: 'zero' },
  environment: ENVIRONMENT,
  ports: PORTS,
  channels: CHANNELS,
  genome: { fixed: { B: { kind: 'copy', input: 2 }, D: { kind: 'copy', input: 0 } } },
};

export function bottleneck(): { probability: Float64Array; intended: Float64Array; unintended: Float64Array } {
  const { probability, strengths } = exactStrengths(BOTTLENECK);
  return { probability, intended: strengths.through!, unintended: strengths.leak! };
}
