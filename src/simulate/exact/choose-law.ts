import type { System } from '../../system/system.js';
import type { Reading } from '../evaluator.js';
import type { ConditionalLaw } from './conditional-law.js';
import { compileEnumeration, enumerationWork, planEnumeration } from './enumeration.js';
import { planSweep } from './plan-sweep.js';
import type { Question } from './question.js';
import { compileSweep, Scratch } from './sweep.js';

/** The ways to a law; both give the same. */
export type ExactMethod = 'sweep' | 'enumeration';

/**
 * How to get the law of one of some questions: by the cheaper of the methods within reach, or in words why by none.
 *
 * @param questions all that will be asked; an enumeration goes through what enters any of them
 */
export function lawChooser(
  system: System,
  questions: readonly Question[],
  methods: readonly ExactMethod[],
): (question: Question, asked: Reading) => ConditionalLaw | string {
  const scratch = new Scratch();
  const enumeration = methods.includes('enumeration') ? planEnumeration(system, questions) : null;
  return (question, asked) => {
    const sweep = methods.includes('sweep') ? planSweep(question) : null;
    const sweepWork = sweep !== null && 'stages' in sweep ? sweep.work : Number.POSITIVE_INFINITY;
    if (enumeration !== null && 'stimulus' in enumeration && enumerationWork(question, enumeration) < sweepWork) {
      return compileEnumeration(system, asked, question, enumeration);
    }
    if (sweep !== null && 'stages' in sweep) return compileSweep(question, sweep, system.lattice.noise, scratch);
    const reasons = [sweep, enumeration].flatMap((plan) => (plan !== null && 'reason' in plan ? [plan.reason] : []));
    return reasons.join('; and ');
  };
}
