import type { AnalogSpec } from '../../scenario/scenario.js';
import { parametersOf } from '../../system/prior/normal.js';
import { assignSlots } from '../program/assign-slots.js';
import { buildProgram } from '../program/build-program.js';
import type { InputPlane, Value } from '../program/program.js';
import { type AnalogEvaluatorFactory, analogCellOffsets, checkAnalog, programReadings } from './analog-evaluator.js';
import type { AnalogStimulus } from './analog-stimulus.js';
import { MomentSums } from './moments.js';

/** Samples at once: the state of some hundred values stays within a core's cache. The order of sums hangs on it. */
const BLOCK = 256;

/**
 * The evaluator of analog units in doubles: parameters and stimulus are Float32 numbers, everything computed from them is
 * a double. Samples are taken in blocks; of a rollout only those steps that a reading needs.
 */
export const analogReference: AnalogEvaluatorFactory = (system, readings) => {
  checkAnalog(system, readings);
  const units = system.units as AnalogSpec;
  const activate = activations[units.activation];
  const { neighbourCount } = system.lattice;
  const { locusOfUnit, locusCount, wordsPerLocus } = system.genome;
  const { steps, inputs, count: slotCount, of, program } = prepare();

  function prepare() {
    const built = buildProgram(system, programReadings(readings));
    return { program: built, ...assignSlots(built) };
  }

  const state = new Float64Array(slotCount * BLOCK);
  const sum = new Float64Array(BLOCK);
  const offsetOf = (value: Value): number => of.get(value)! * BLOCK;
  const offsetsOf = (values: readonly Value[]): Int32Array => Int32Array.from(values, offsetOf);
  const outputs = program.outputs.map((output) =>
    output.kind === 'joint' ? offsetsOf(output.bits) : offsetsOf(output.pairs.flat()),
  );
  const moments = readings.map((reading, r) =>
    reading.kind === 'moments' ? new MomentSums(outputs[r]!.length) : null,
  );
  const places = steps.map((step) => ({
    target: offsetOf(step),
    sources: offsetsOf(step.sources),
    firstWord: locusOfUnit[step.unit]! * wordsPerLocus,
    pair: step.pair,
  }));

  /** States of one genotype in samples [from, from + length). */
  const rollOut = (parameters: Float32Array, base: number, stimulus: AnalogStimulus, from: number, length: number) => {
    for (const { target, sources, firstWord, pair } of places) {
      sum.fill(0);
      for (let j = 0; j < neighbourCount; j++) {
        const weight = parameters[base + firstWord + j]!;
        const source = sources[j]!;
        for (let i = 0; i < length; i++) sum[i]! += weight * state[source + i]!;
      }
      const bias = parameters[base + firstWord + neighbourCount]!;
      for (let i = 0; i < length; i++) state[target + i] = activate(sum[i]! + bias);
      if (units.noise === 0) continue;
      const plane = pair * stimulus.samples + from;
      for (let i = 0; i < length; i++) state[target + i]! += units.noise * stimulus.noise[plane + i]!;
    }
  };

  return {
    name: 'reference',
    evaluate(loci, first, count, stimulus, out) {
      const { samples } = stimulus;
      const parameters = parametersOf(loci);
      const cellOffsets = analogCellOffsets(readings, samples);
      const cells = cellOffsets.at(-1)!;
      for (let genotype = 0; genotype < count; genotype++) {
        for (const sums of moments) sums?.clear();
        const base = (first + genotype) * locusCount * wordsPerLocus;
        readings.forEach(({ kind }, r) => {
          if (kind === 'change') out[genotype * cells + cellOffsets[r]!] = 0;
        });
        for (let from = 0; from < samples; from += BLOCK) {
          const length = Math.min(BLOCK, samples - from);
          inputs.forEach((plane, slot) => {
            loadInput(state, slot * BLOCK, plane, stimulus, from, length);
          });
          rollOut(parameters, base, stimulus, from, length);
          readings.forEach(({ kind }, r) => {
            const at = genotype * cells + cellOffsets[r]!;
            if (kind === 'moments') moments[r]!.add(state, outputs[r]!, length);
            else if (kind === 'change') out[at]! += countSignChanges(state, outputs[r]!, length);
            else {
              outputs[r]!.forEach((offset, u) => {
                out.set(state.subarray(offset, offset + length), at + u * samples + from);
              });
            }
          });
        }
        moments.forEach((sums, r) => {
          sums?.write(out, genotype * cells + cellOffsets[r]!);
        });
      }
    },
  };
};

/** NaN stays NaN in all of them. */
const activations: Readonly<Record<AnalogSpec['activation'], (x: number) => number>> = {
  tanh: Math.tanh,
  relu: (x) => (x < 0 ? 0 : x),
  linear: (x) => x,
};

/** Copies samples of an input plane to offset `at` of `state`: negated where it is complemented. */
function loadInput(
  state: Float64Array,
  at: number,
  { kind, index, complement }: InputPlane,
  stimulus: AnalogStimulus,
  from: number,
  length: number,
): void {
  if (kind === 'zero') {
    state.fill(0, at, at + length);
    return;
  }
  const planes = { element: stimulus.elements, border: stimulus.borders, start: stimulus.starts }[kind];
  const first = index * stimulus.samples + from;
  for (let i = 0; i < length; i++) state[at + i] = complement ? -planes[first + i]! : planes[first + i]!;
}

/** Samples in which the two values of any pair have different signs; NaN where one is NaN. */
function countSignChanges(state: Float64Array, pairs: Int32Array, length: number): number {
  let changed = 0;
  for (let i = 0; i < length; i++) {
    let differs = 0;
    for (let p = 0; p < pairs.length; p += 2) {
      const [was, is] = [state[pairs[p]! + i]!, state[pairs[p + 1]! + i]!];
      if (Number.isNaN(was) || Number.isNaN(is)) return Number.NaN;
      if (was >= 0 !== is >= 0) differs = 1;
    }
    changed += differs;
  }
  return changed;
}
