import { influence } from '../../information/influence.js';
import { jointInformation } from '../../information/joint-information.js';
import type { JointReading } from '../../simulate/evaluator.js';
import { sides } from '../counts.js';
import { surveyReadings } from '../readings.js';
import type { ShardContext } from './context.js';
import { Counter } from './counter.js';

/** Every write port against every read port: strength, influence, and counts pooled over each part. */
export function createSurvey(context: ShardContext) {
  const { arena, system } = context;
  const { individuals, samples, partSize, parts } = arena.shape;
  const plan = surveyReadings(system);
  const counter = new Counter(context, plan.readings);
  return (buffer: 0 | 1, first: number, count: number): void => {
    const firstPart = first / partSize;
    const endPart = Math.ceil((first + count) / partSize);
    system.contexts.forEach((_, at) => {
      arena.pooled.fill(0, (at * parts + firstPart) * counter.cells, (at * parts + endPart) * counter.cells);
    });
    counter.each(context, buffer, first, count, (individual, counts, base, at) => {
      const part = at * parts + Math.floor(individual / partSize);
      for (let cell = 0; cell < counter.cells; cell++) {
        arena.pooled[part * counter.cells + cell]! += counts[base + cell]!;
      }
      plan.joint.forEach((r, pair) => {
        const reading = plan.readings[r] as JointReading;
        const found = jointInformation(counts, base + counter.offsets[r]!, ...sides(reading), samples);
        const place = (at * plan.joint.length + pair) * individuals + individual;
        arena.pairBits[place] = found.corrected;
        const changed = plan.changes[pair]!.map((change) => counts[base + counter.offsets[change]!]!);
        arena.pairInfluence[place] = influence(changed, samples);
      });
    });
  };
}
