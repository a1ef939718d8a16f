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
  const { individuals, partSize } = arena.shape;
  const plan = surveyReadings(system);
  const exact = new ExactLaws(context, plan.readings);
  return (buffer: 0 | 1, first: number, count: number): void => {
    const firstPart = first / partSize;
    arena.pooled.fill(0, firstPart * exact.cells, Math.ceil((first + count) / partSize) * exact.cells);
    exact.each(context, buffer, first, count, (individual, laws) => {
      const part = Math.floor(individual / partSize);
      for (let cell = 0; cell < exact.cells; cell++) arena.pooled[part * exact.cells + cell]! += laws[cell]!;
      plan.joint.forEach((r, pair) => {
        const reading = plan.readings[r] as JointReading;
        arena.pairBits[pair * individuals + individual] = lawInformation(laws, exact.offsets[r]!, ...sides(reading));
        const changed = plan.changes[pair]!.map((change) => laws[exact.offsets[change]!]!);
        arena.pairInfluence[pair * individuals + individual] = influence(changed, 1);
      });
    });
  };
}
