import type { Key } from '../../base/streams.js';
import { lawInformation } from '../../information/law-information.js';
import { cellOffsets } from '../../simulate/evaluator.js';
import { isExact } from '../../simulate/evaluators.js';
import { exactEvaluator } from '../../simulate/exact/exact.js';
import { fillContextStimuli } from '../../simulate/fill-stimulus.js';
import { inContext } from '../../simulate/in-context.js';
import { allocateWords } from '../../simulate/shared-memory.js';
import { contextStimuliOver, contextStimuliWords } from '../../simulate/stimulus.js';
import { sides } from '../counts.js';
import { createMeter } from '../create-meter.js';
import { stepReadings } from '../readings.js';
import type { ShardContext } from './context.js';

/** Measures strengths twice, on two stimuli that are independent of each other and of all others. */
export interface HalvesMeasure {
  /** Makes the two stimuli those of a key. */
  readonly meet: (key: Key) => void;
  /**
   * Strengths of genotypes [first, first + count) of `loci` into `arena.halves`, from place `place` on.
   *
   * @param loci `Uint32Array [genotype][locus]`
   */
  readonly measure: (loci: Uint32Array, first: number, count: number, place: number) => void;
}

export function createHalves(context: ShardContext): HalvesMeasure {
  return isExact(context.evaluator) ? exactHalves(context) : sampledHalves(context);
}

/** The stimuli of a key are those of its generations 0 and 1. */
function sampledHalves(context: ShardContext): HalvesMeasure {
  const { system, arena } = context;
  const { readings, strength } = stepReadings(system);
  const { samples, coupling } = arena.shape;
  const channels = system.channels.length;
  const words = contextStimuliWords(system, samples);
  const { home, arrays } = allocateWords([words, words]);
  const stimuli = arrays.map((buffer) => contextStimuliOver(buffer, system, samples));
  const meter = createMeter(system, readings, samples, context, home);
  return {
    meet(key) {
      stimuli.forEach((ofHalf, half) => {
        fillContextStimuli(ofHalf, system, key, half);
      });
    },
    measure(loci, first, count, place) {
      stimuli.forEach((ofHalf, half) => {
        ofHalf.forEach((stimulus, at) => {
          meter.each(loci, first, count, stimulus, (genotype, { information }) => {
            for (let c = 0; c < channels; c++) {
              const trait = half * coupling.traits + at * channels + c;
              const { corrected } = information[strength[c]!]!;
              arena.halves[trait * coupling.places + place + genotype - first] = corrected;
            }
          });
        });
      });
    },
  };
}

/** Both halves are the law itself. */
function exactHalves({ system, arena }: ShardContext): HalvesMeasure {
  const { readings, strength } = stepReadings(system);
  const { coupling } = arena.shape;
  const channels = system.channels.length;
  const offsets = cellOffsets(readings);
  const laws = new Float64Array(offsets.at(-1)!);
  const evaluators = system.contexts.map((at) => exactEvaluator(inContext(system, at), readings));
  return {
    meet() {},
    measure(loci, first, count, place) {
      evaluators.forEach((evaluator, at) => {
        for (let g = 0; g < count; g++) {
          evaluator.evaluate(loci, first + g, 1, laws);
          for (let c = 0; c < channels; c++) {
            const reading = strength[c]!;
            const bits = lawInformation(laws, offsets[reading]!, ...sides(readings[reading]!));
            for (const half of [0, 1]) {
              const trait = half * coupling.traits + at * channels + c;
              arena.halves[trait * coupling.places + place + g] = bits;
            }
          }
        }
      });
    },
  };
}
