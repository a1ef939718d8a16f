import type { Reading } from '../../simulate/evaluator.js';
import { type AnalogFound, AnalogMeter } from '../analog/meter.js';
import { arenaStimuli } from '../arena.js';
import type { ShardContext } from './context.js';

/** What individuals of the arena measure, on the stimulus that lies there: what Counter is for look-up tables. */
export class AnalogCounter {
  private readonly meter: AnalogMeter;

  constructor({ system, arena, evaluator, device }: ShardContext, readings: readonly Reading[]) {
    this.meter = new AnalogMeter(system, readings, arena.shape.samples, evaluator, device);
  }

  /** Calls `use` with what each individual measured in a context: context by context. */
  each(
    { arena, system }: ShardContext,
    buffer: 0 | 1,
    first: number,
    count: number,
    use: (individual: number, found: AnalogFound, context: number) => void,
  ): void {
    arenaStimuli(arena, system).forEach((stimulus, context) => {
      this.meter.each(arena.loci[buffer], first, count, stimulus, (individual, found) =>
        use(individual, found, context),
      );
    });
  }
}
