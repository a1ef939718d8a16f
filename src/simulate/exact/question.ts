import { type Output, outputValues, type Program, type Step, type Value } from '../program/program.js';
import { type Bit, elementOf, wireOf } from './bits.js';

/** What a law is asked for: an output of the program, and all that it is computed from. */
export interface Question {
  readonly output: Output;
  /** The steps that the output depends on, `[tick from 1 on]`, each tick in the program's order. */
  readonly layers: readonly (readonly Step[])[];
  /** The random planes that the output depends on, elements of the environment included, in the order found. */
  readonly planes: readonly string[];
}

/**
 * Bits of the symbol that an output is: the sink bits of a joint reading, one bit (changed or not) of a change reading.
 */
export function sinkBits({ output }: Question): number {
  return output.kind === 'joint' ? output.bits.length : 1;
}

/** The environment elements that the output depends on, ascending. */
export function elementsOf({ planes }: Question): number[] {
  return planes.flatMap((plane) => elementOf(plane) ?? []).sort((a, b) => a - b);
}

export function stepCount({ layers }: Question): number {
  return layers.reduce((sum, layer) => sum + layer.length, 0);
}

/**
 * @param program whose outputs' joint readings have no source: what is outside is weighed apart
 * @param tickOfPair `[pair]`: the tick of a step
 */
export function questionsOf(program: Program, tickOfPair: Int32Array): Question[] {
  const place = new Map(program.steps.map((step, index) => [step, index]));
  return program.outputs.map((output) => {
    const found = new Set<Bit>();
    const visit = (value: Value): void => {
      const { bit } = wireOf(value);
      if (bit !== null) found.add(bit);
    };
    outputValues([output]).forEach(visit);
    // A Set iterates over what is added while it is being iterated over.
    for (const bit of found) if (typeof bit !== 'string') bit.sources.forEach(visit);
    const steps = [...found].filter((bit): bit is Step => typeof bit !== 'string');
    const layers: Step[][] = [];
    for (const step of steps.sort((a, b) => place.get(a)! - place.get(b)!)) {
      (layers[tickOfPair[step.pair]! - 1] ??= []).push(step);
    }
    return {
      output,
      layers: Array.from(layers, (layer) => layer ?? []),
      planes: [...found].filter((bit) => typeof bit === 'string'),
    };
  });
}
