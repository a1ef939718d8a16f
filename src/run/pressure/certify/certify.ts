import { FITNESS } from '../../../scenario/fitness.js';
import { pressureOf } from '../../../scenario/pressure.js';
import type { Scenario } from '../../../scenario/scenario.js';
import { isExact } from '../../../simulate/evaluators.js';
import { scoreName } from '../../kept-scores.js';
import type { PressureContext } from '../task.js';
import { judgeByEnumeration } from './by-enumeration.js';
import { judgeByRepeats } from './by-repeats.js';
import { brokenAssumptions, type Question, questionsOf } from './claims.js';
import type { Evidence } from './evidence.js';
import { strongestGenotypes, strongestParticles } from './examples.js';
import type { Judged } from './judged.js';
import type { Certificate } from './records.js';
import { type RepeatShares, repeatShares } from './shares.js';

/** The certificate of a scenario from its evidence: every unintended channel in every context, by strength and by influence. */
export function certify(context: PressureContext, evidence: Evidence): Certificate {
  const { scenario, evaluator } = context;
  const { alpha, margin: allowed, on } = pressureOf(scenario);
  const intended = intendedName(scenario);
  // Whatever the evidence rests on: a run with this evaluator selects by it.
  const broken = brokenAssumptions(scenario, on, isExact(evaluator));
  // Enumeration goes up to the highest score that there is.
  const beyond = evidence.kind === 'enumeration' ? [] : ['selection that goes on above the last level of the evidence'];
  const assumptions = [...broken, ...beyond];
  const questions = questionsOf(context);
  return {
    alpha,
    allowed,
    claims: judge(context, evidence, questions).map(({ unintended, quantity, context: at, ...judged }, q) => ({
      ...{ intended, unintended, demons: questions[q]!.demons, quantity, context: at },
      ...judged,
      assumptions,
    })),
    reason: evidence.kind === 'none' ? evidence.reason : null,
  };
}

/** The score as claims name it. */
function intendedName(scenario: Scenario): string {
  const { on } = pressureOf(scenario);
  if (on === null) return FITNESS;
  return on.context === null ? on.channel : scoreName(on.channel, on.context);
}

function judge({ scenario, system }: PressureContext, evidence: Evidence, questions: readonly Question[]): Judged[] {
  const { alpha, margin: allowed, until } = pressureOf(scenario);
  if (evidence.kind === 'none') return [];
  if (evidence.kind === 'enumeration') {
    return questions.map((question) => judgeByEnumeration(evidence.enumerated, question, allowed));
  }
  const isSplitting = evidence.kind === 'splitting';
  const { pilot, repeats } = sharesOf(
    evidence,
    questions.map(({ observable }) => observable),
  );
  const examples = isSplitting
    ? strongestParticles(system, evidence.repeats)
    : strongestGenotypes(system, evidence.genotypes, evidence.measured.slice(1));
  const method = isSplitting ? 'splitting' : 'enumeration, sampled';
  return judgeByRepeats({ pilot, repeats, until, method, examples }, questions, { allowed, alpha });
}

/** What each repeat, or each stimulus, says of any threshold. Too few repeats have no pilot, and none is asked for. */
function sharesOf(
  evidence: Extract<Evidence, { kind: 'sampled' | 'splitting' }>,
  observables: readonly number[],
): { readonly pilot: RepeatShares | null; readonly repeats: readonly RepeatShares[] } {
  if (evidence.kind === 'splitting') {
    const { pilot, repeats } = evidence;
    return {
      pilot: pilot === null ? null : repeatShares(pilot.levels, observables),
      repeats: repeats.map(({ levels }) => repeatShares(levels, observables)),
    };
  }
  const [pilot, ...repeats] = evidence.measured.map((measured) =>
    repeatShares([{ from: 0, inner: false, bits: 0, ...measured, weights: evidence.probability }], observables),
  );
  return { pilot: pilot!, repeats };
}
