import { addMoments } from '../../information/gaussian-weights-unknown.js';
import { influence } from '../../information/influence.js';
import type { AnalogSpec } from '../../scenario/scenario.js';
import type { JointReading } from '../../simulate/evaluator.js';
import { pooledOffsets } from '../analog/pooled.js';
import { surveyReadings } from '../readings.js';
import { AnalogCounter } from './analog-counter.js';
import type { ShardContext } from './context.js';

/** The twin of createSurvey for analog units: influence is of signs, and what is pooled are moments. */
export function createAnalogSurvey(context: ShardContext) {
  const { arena, system } = context;
  const { individuals, samples, partSize, parts } = arena.shape;
  const plan = surveyReadings(system);
  const counter = new AnalogCounter(context, plan.readings);
  const offsets = pooledOffsets(system, plan);
  const cells = offsets.at(-1)!;
  const isPooled = (system.units as AnalogSpec).strength === 'gaussian';
  return (buffer: 0 | 1, first: number, count: number): void => {
    const firstPart = first / partSize;
    const endPart = Math.ceil((first + count) / partSize);
    system.contexts.forEach((_, at) => {
      arena.pooled.fill(0, (at * parts + firstPart) * cells, (at * parts + endPart) * cells);
    });
    counter.each(context, buffer, first, count, (individual, found, at) => {
      const part = at * parts + Math.floor(individual / partSize);
      plan.joint.forEach((r, pair) => {
        const { source, units } = plan.readings[r] as JointReading;
        if (isPooled) {
          const variables = source.length + units.length;
          addMoments(arena.pooled, part * cells + offsets[pair]!, found.cells, found.at[r]!, variables);
        }
        const place = (at * plan.joint.length + pair) * individuals + individual;
        arena.pairBits[place] = found.information[r]!.corrected;
        const changed = plan.changes[pair]!.map((change) => found.changed[change]!);
        arena.pairInfluence[place] = influence(changed, samples);
      });
    });
  };
}
