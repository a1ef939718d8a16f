import type { Value } from '../program/program.js';
import { type Bit, wireOf } from './bits.js';
import type { ConditionalLaw } from './conditional-law.js';
import { liveAfter, type SweepPlan } from './plan-sweep.js';
import { elementsOf, type Question, sinkBits } from './question.js';
import { compileStage, runStage } from './stage.js';

/** Two tables that sweeps use in turn; one pair for all sweeps of an evaluator, as large as the largest asks for. */
export class Scratch {
  private pair: [Float64Array, Float64Array] = [new Float64Array(1), new Float64Array(1)];

  reserve(bits: number): void {
    if (this.pair[0].length < 2 ** bits) this.pair = [new Float64Array(2 ** bits), new Float64Array(2 ** bits)];
  }

  get tables(): [Float64Array, Float64Array] {
    return this.pair;
  }
}

export function compileSweep(question: Question, plan: SweepPlan, noise: number, scratch: Scratch): ConditionalLaw {
  const stages = plan.stages.map((stage) => compileStage(stage, noise > 0));
  const bits = Math.max(0, ...stages.map((stage) => Math.max(stage.liveBits, stage.outBits)));
  scratch.reserve(bits);
  const last = plan.stages.at(-1);
  const cells = cellOf(question, last === undefined ? [] : liveAfter(last));
  return ({ tables }, law) => {
    let [from, to] = scratch.tables;
    from[0] = 1;
    for (const stage of stages) {
      runStage(stage, tables, noise, from, to);
      [from, to] = [to, from];
    }
    law.fill(0);
    for (let i = 0; i < cells.length; i++) law[cells[i]!]! += from[i]!;
  };
}

/** For each index over `live`, the cell y + (u << sink bits) that it belongs to. */
function cellOf(question: Question, live: readonly Bit[]): Int32Array {
  const placeOf = new Map<Bit, number>(live.map((bit, place) => [bit, place]));
  const { output } = question;
  const read = (value: Value): ((index: number) => number) => {
    const { bit, flip } = wireOf(value);
    if (bit === null) return () => flip;
    const place = placeOf.get(bit)!;
    return (index) => ((index >>> place) & 1) ^ flip;
  };
  const width = sinkBits(question);
  const elements = elementsOf(question).map((element) => placeOf.get(`element ${element}`)!);
  const pairs =
    output.kind === 'change' ? output.pairs.map(([was, flipped]) => [read(was), read(flipped)] as const) : [];
  const sinks = output.kind === 'joint' ? output.bits.map(read) : [];
  return Int32Array.from({ length: 2 ** live.length }, (_, index) => {
    const changed = pairs.some(([was, flipped]) => was(index) !== flipped(index)) ? 1 : 0;
    const symbol = sinks.reduce((sum, sink, j) => sum | (sink(index) << j), changed);
    return elements.reduce((cell, place, e) => cell | (((index >>> place) & 1) << (width + e)), symbol);
  });
}
