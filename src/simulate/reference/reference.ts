import { checkReadings } from '../check-readings.js';
import { cellOffsets, type EvaluatorFactory } from '../evaluator.js';
import { assignSlots } from '../program/assign-slots.js';
import { buildProgram } from '../program/build-program.js';
import type { Value } from '../program/program.js';
import { countChange } from './count-change.js';
import { countJointOf } from './count-joint.js';
import { loadInput } from './load-input.js';
import { reedMuller } from './reed-muller.js';
import { flipPlane, updateOf } from './update.js';

/** Bytes of state at once, at most: within the second level of a core's cache, beside the stimulus. */
const STATE_BYTES = 1 << 17;

/** Blocks are whole multiples of this many words, as sample counts are. */
const BLOCK_GRANULE = 4;

/**
 * The bit-parallel evaluator in plain typed arrays: 32 samples to a word, and of a rollout only those steps that a
 * reading needs. Samples are taken in blocks whose whole state fits the cache; within a block all genotypes of the
 * batch share the input planes.
 */
export const referenceEvaluator: EvaluatorFactory = (system, readings) => {
  checkReadings(system, readings);
  const cellOffset = cellOffsets(readings);
  const cells = cellOffset.at(-1)!;
  const { neighbourCount, noise, unitCount } = system.lattice;
  const { locusCount, locusOfUnit, fixedTable } = system.genome;

  const program = buildProgram(system, readings);
  const slots = assignSlots(program);
  const { inputs, steps } = slots;
  const stateWords = STATE_BYTES / Uint32Array.BYTES_PER_ELEMENT;
  const granuleWords = Math.max(1, slots.count) * BLOCK_GRANULE;
  const blockWords = BLOCK_GRANULE * Math.max(1, Math.floor(stateWords / granuleWords));
  const state = new Int32Array(slots.count * blockWords);
  const planesOf = (values: readonly Value[]): Int32Array =>
    Int32Array.from(values, (value) => slots.of.get(value)! * blockWords);

  const target = planesOf(steps);
  const sources = planesOf(steps.flatMap((step) => step.sources));
  const unit = Int32Array.from(steps, (step) => step.unit);
  const pair = Int32Array.from(steps, (step) => step.pair);
  const update = updateOf(neighbourCount);
  const forms = new Int32Array(unitCount);
  const counters = program.outputs.map((output): Counter => {
    if (output.kind === 'joint') {
      const planes = planesOf(output.bits);
      const countJoint = countJointOf(planes.length);
      return (words, counts, at) => countJoint(state, planes, words, counts, at);
    }
    const pairs = planesOf(output.pairs.flat());
    return (words, counts, at) => {
      counts[at]! += countChange(state, pairs, words);
    };
  });

  const rollOut = (noisePlanes: Uint32Array, noiseWords: number, from: number, words: number): void => {
    for (let step = 0; step < target.length; step++) {
      update(state, target[step]!, sources, step * neighbourCount, forms[unit[step]!]!, words);
      if (noise > 0) flipPlane(state, target[step]!, noisePlanes, pair[step]! * noiseWords + from, words);
    }
  };

  return {
    name: 'reference',
    evaluate(loci, first, count, stimulus, counts) {
      counts.fill(0, 0, count * cells);
      for (let from = 0; from < stimulus.words; from += blockWords) {
        const words = Math.min(blockWords, stimulus.words - from);
        inputs.forEach((plane, slot) => {
          loadInput(state, slot * blockWords, plane, stimulus, from, words);
        });
        for (let genotype = 0; genotype < count; genotype++) {
          const firstLocus = (first + genotype) * locusCount;
          for (let u = 0; u < unitCount; u++) {
            const locus = locusOfUnit[u]!;
            forms[u] = reedMuller(locus === -1 ? fixedTable[u]! : loci[firstLocus + locus]!);
          }
          rollOut(stimulus.noise, stimulus.words, from, words);
          for (let r = 0; r < counters.length; r++) counters[r]!(words, counts, genotype * cells + cellOffset[r]!);
        }
      }
    },
  };
};

/** Adds a block of `words` words to the counts of one reading, which start at `at`. */
type Counter = (words: number, counts: Uint32Array, at: number) => void;
