import { type InputPlane, outputValues, type Program, type Step, type Value } from '../program/program.js';

/** The steps that are to be run and the slot of each value. */
export interface Placement {
  readonly slotCount: number;
  readonly inputs: readonly InputPlane[];
  readonly steps: readonly Step[];
  /** Input i lies in slot i. */
  readonly slotOf: ReadonlyMap<Value, number>;
}

export interface PlacementOptions {
  /** Leave out steps that no output depends on. */
  readonly onlyNeeded: boolean;
  /** A slot for every step, so that each plane is still there for the next genotype; else slots are used again. */
  readonly keepPlanes: boolean;
}

/**
 * Chooses the steps of a program and places its values. Slots are used again by a linear scan (Poletto & Sarkar 1999):
 * a step takes one that was read for the last time, perhaps by itself, since a vector is written after it is read.
 */
export function placeValues({ steps, outputs }: Program, { onlyNeeded, keepPlanes }: PlacementOptions): Placement {
  const lastUse = new Map<Value, number>();
  for (const value of outputValues(outputs)) lastUse.set(value, steps.length);
  for (let s = steps.length - 1; s >= 0; s--) {
    if (onlyNeeded && !lastUse.has(steps[s]!)) continue;
    for (const source of steps[s]!.sources) if (!lastUse.has(source)) lastUse.set(source, s);
  }
  const inputs = [...lastUse.keys()].filter((value): value is InputPlane => value.kind !== 'step');
  const slotOf = new Map<Value, number>(inputs.map((plane, slot) => [plane, slot]));
  const run = steps.filter((step) => !onlyNeeded || lastUse.has(step));
  const free: number[] = [];
  let slotCount = inputs.length;
  steps.forEach((step, s) => {
    const used = lastUse.has(step);
    if (onlyNeeded && !used) return;
    if (!keepPlanes) {
      for (const source of new Set(step.sources)) {
        if (source.kind === 'step' && lastUse.get(source) === s) free.push(slotOf.get(source)!);
      }
    }
    const slot = free.pop() ?? slotCount++;
    slotOf.set(step, slot);
    // Nobody reads it: it is free again at once.
    if (!keepPlanes && !used) free.push(slot);
  });
  return { slotCount, inputs, steps: run, slotOf };
}
