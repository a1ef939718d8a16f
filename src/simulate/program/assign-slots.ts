import { type InputPlane, outputValues, type Program, type Step, type Value } from './program.js';

/** Where the values of a program lie in memory: slots of one plane each. */
export interface Slots {
  readonly count: number;
  readonly inputs: readonly InputPlane[];
  /** The steps that some output needs, in order. */
  readonly steps: readonly Step[];
  /** Input i lies in slot i for good; so does what an output reads. Other slots are used again after the last reader. */
  readonly of: ReadonlyMap<Value, number>;
}

/**
 * Linear-scan slot assignment (Poletto & Sarkar 1999) on a straight line: a rollout needs about two ticks of the
 * lattice at once, not its whole history, so that larger blocks of samples fit the cache.
 *
 * A step may get the slot of one of its own sources: updates go word by word, reading before they write.
 */
export function assignSlots({ steps, outputs }: Program): Slots {
  const kept = steps.length;
  const lastUse = new Map<Value, number>();
  for (const value of outputValues(outputs)) lastUse.set(value, kept);
  for (let s = steps.length - 1; s >= 0; s--) {
    if (!lastUse.has(steps[s]!)) continue;
    for (const source of steps[s]!.sources) if (!lastUse.has(source)) lastUse.set(source, s);
  }

  const inputs = [...lastUse.keys()].filter((value): value is InputPlane => value.kind !== 'step');
  const of = new Map<Value, number>(inputs.map((plane, slot) => [plane, slot]));
  const free: number[] = [];
  let count = inputs.length;
  const live: Step[] = [];
  steps.forEach((step, s) => {
    if (!lastUse.has(step)) return;
    for (const source of new Set(step.sources)) {
      if (source.kind === 'step' && lastUse.get(source) === s) free.push(of.get(source)!);
    }
    of.set(step, free.pop() ?? count++);
    live.push(step);
  });
  return { count, inputs, steps: live, of };
}
