import type { System } from '../../system/system.js';
import type { Reading } from '../evaluator.js';
import { referenceEvaluator } from '../reference/reference.js';
import { type Stimulus, stimulusOver, stimulusWords } from '../stimulus.js';
import type { ConditionalLaw } from './conditional-law.js';
import { MOST_ENUMERATED_BITS, MOST_ENUMERATED_WORDS, MOST_WORK } from './limits.js';
import type { Obstacle } from './plan-sweep.js';
import { elementsOf, type Question, sinkBits, stepCount } from './question.js';

/** All random planes that some questions depend on, few enough to go through all their values. */
export interface Enumeration {
  /** Every value of the fair planes (borders, start states) once, or several times where they are few. */
  readonly stimulus: Stimulus;
}

/** Samples come in multiples of 2^7. */
const LEAST_BITS = 7;

/** A lattice without noise is a function of what enters: another way to its laws, whatever its size. */
export function planEnumeration(system: System, questions: readonly Question[]): Enumeration | Obstacle {
  const { noise } = system.lattice;
  if (noise > 0) return { reason: `noise ${noise}; only a lattice without noise can be enumerated` };
  const planes = [...new Set(questions.flatMap((question) => question.planes))].filter(
    (plane) => !plane.startsWith('element '),
  );
  const elements = Math.max(0, ...questions.map((question) => elementsOf(question).length));
  const bits = Math.max(LEAST_BITS, planes.length) + elements;
  if (bits > MOST_ENUMERATED_BITS) {
    return {
      reason:
        `${planes.length} random border planes and start states and ${elements} environment elements to enumerate, ` +
        `${bits - MOST_ENUMERATED_BITS} more than the limit of ${MOST_ENUMERATED_BITS}`,
    };
  }
  const samples = 2 ** Math.max(LEAST_BITS, planes.length);
  const words = stimulusWords(system, samples);
  if (words > MOST_ENUMERATED_WORDS) {
    return {
      reason: `2^${Math.log2(words).toFixed(1)} words of planes; at most 2^${Math.log2(MOST_ENUMERATED_WORDS)}`,
    };
  }
  const stimulus = stimulusOver(new Uint32Array(words), system, samples);
  planes.forEach((plane, bit) => {
    const [kind, index] = plane.split(' ');
    fillWithBit(planeOf(kind === 'border' ? stimulus.borders : stimulus.starts, Number(index), stimulus), bit);
  });
  return { stimulus };
}

/** Word updates for one genotype; infinite where they are too many. */
export function enumerationWork(question: Question, { stimulus }: Enumeration): number {
  const work = 2 ** elementsOf(question).length * stimulus.words * (1 + stepCount(question));
  return work > MOST_WORK ? Number.POSITIVE_INFINITY : work;
}

/** Every assignment once, 32 to a word, through the bit-parallel evaluator: counts over a power of two are exact. */
export function compileEnumeration(
  system: System,
  reading: Reading,
  question: Question,
  { stimulus }: Enumeration,
): ConditionalLaw {
  const elements = elementsOf(question);
  const cells = 2 ** sinkBits(question);
  const counts = new Uint32Array(cells);
  const evaluator = referenceEvaluator(system, [reading]);
  return ({ loci, genotype }, law) => {
    for (let u = 0; u < 2 ** elements.length; u++) {
      elements.forEach((element, e) => {
        planeOf(stimulus.elements, element, stimulus).fill(((u >>> e) & 1) * 0xffffffff);
      });
      evaluator.evaluate(loci, genotype, 1, stimulus, counts);
      if (reading.kind === 'change') {
        // The evaluator gives the one count of what changed.
        counts[1] = counts[0]!;
        counts[0] = stimulus.samples - counts[1];
      }
      for (let cell = 0; cell < cells; cell++) law[u * cells + cell] = counts[cell]! / stimulus.samples;
    }
  };
}

const planeOf = (planes: Uint32Array, plane: number, { words }: Stimulus): Uint32Array =>
  planes.subarray(plane * words, (plane + 1) * words);

/** Words in which the bits 0 to 4 of the numbers 0 … 31 stand. */
const WITHIN_WORD = [0xaaaaaaaa, 0xcccccccc, 0xf0f0f0f0, 0xff00ff00, 0xffff0000];

/** Sample s gets bit `bit` of the number s. */
function fillWithBit(plane: Uint32Array, bit: number): void {
  if (bit < WITHIN_WORD.length) plane.fill(WITHIN_WORD[bit]!);
  else for (let word = 0; word < plane.length; word++) plane[word] = (word >>> (bit - 5)) & 1 ? 0xffffffff : 0;
}
