import { influence } from '../../information/influence.js';
import { lawInformation } from '../../information/law-information.js';
import type { JointReading } from '../../simulate/evaluator.js';
import { sides } from '../counts.js';
import { surveyReadings } from '../readings.js';
import type { ShardContext } from './context.js';
import { ExactLaws } from './exact-laws.js';

/**
 * The exact twin of createSurvey: the laws of a part are summed, each weighing the same. An influence out of the exact
 * evaluator's reach is NaN.
 */
export function createExactSurvey(context: ShardContext) {
  const { arena, system } = context;
  const { individuals, partSize, parts } = arena.shape;
  const plan = surveyReadings(system);
  const exact = new ExactLaws(context, plan.readings);
  return (buffer: 0 | 1, first: number, count: number): void => {
    const firstPart = first / partSize;
    const endPart = Math.ceil((first + count) / partSize);
    system.contexts.forEach((_, at) => {
      arena.pooled.fill(0, (at * parts + firstPart) * exact.cells, (at * parts + endPart) * exact.cells);
    });
    exact.each(context, buffer, first, count, (individual, laws, at) => {
      const part = at * parts + Math.floor(individual / partSize);
      for (let cell = 0; cell < exact.cells; cell++) arena.pooled[part * exact.cells + cell]! += laws[cell]!;
      plan.joint.forEach((r, pair) => {
        const reading = plan.readings[r] as JointReading;
        const place = (at * plan.joint.length + pair) * individuals + individual;
        arena.pairBits[place] = lawInformation(laws, exact.offsets[r]!, ...sides(reading));
        const changed = plan.changes[pair]!.map((change) => laws[exact.offsets[change]!]!);
        arena.pairInfluence[place] = influence(changed, 1);
      });
    });
  };
}
