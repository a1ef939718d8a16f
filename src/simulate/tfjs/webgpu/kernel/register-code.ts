import type { InputPlane, Output, Step, Value } from '../../../program/program.js';
import { reedMuller } from '../../../reference/reed-muller.js';
import type { RolloutPlan } from '../../rollout-plan.js';
import { symbolsCode, twoBitsCode } from './count-code.js';
import { type Form, quadsOf } from './form.js';
import { fixedOutputCode, vectorType } from './table-code.js';

/** Joint readings of at most so many bits are counted by one mask for each cell: 2^(bits + 1) operations a word. */
const MOST_MASK_BITS = 4;

/** Cells that a thread counts in registers, at most, adding them up only once it is through with its samples. */
export const MOST_REGISTER_CELLS = 32;

/** What is written before, in and after the loop over a thread's words, which stand at `at` of `vectors` in each plane. */
export interface RolloutCode {
  readonly before: string;
  readonly inside: string;
  readonly after: string;
}

/**
 * The rollout written out step by step. Values are named, not stored: the compiler of the device finds a register for each
 * and frees it after its last reader, so readings stand right behind the last of the steps that they need.
 */
export function registerCode(plan: RolloutPlan, form: Form): RolloutCode {
  const { program, slots, offsets, cells } = plan;
  const type = vectorType(form.vector);
  const names = new Map<Value, string>();
  const lines: string[] = [];
  const quads = quadsOf(plan.system.lattice.neighbourCount);
  const { locusOfUnit, fixedTable } = plan.system.genome;
  const planeAt = (plane: number): string => `stimulus[${plane} * vectors + at]`;
  const planeOfInput = new Map(slots.inputs.map((input, slot) => [input, plan.inputs[slot]!]));

  const nameOf = (value: Value): string => names.get(value) ?? nameInput(value as InputPlane);
  /** Loads an input where it is first read. */
  const nameInput = (input: InputPlane): string => {
    const { plane, complement } = planeOfInput.get(input)!;
    const name = `i${names.size}`;
    names.set(input, name);
    const word = plane < 0 ? `${type}(0)` : planeAt(plane);
    lines.push(`let ${name} = ${complement ? '~' : ''}${word};`);
    return name;
  };
  const take = (step: Step, index: number): void => {
    const { noise, neighbourCount } = plan.system.lattice;
    const inputs = step.sources.slice(0, neighbourCount).map(nameOf);
    const locus = locusOfUnit[step.unit]!;
    const output =
      locus === -1
        ? fixedOutputCode(reedMuller(fixedTable[step.unit]!), inputs, type)
        : `update(masksAt + ${locus * quads}, ${inputs.join(', ')})`;
    const noisePlane = plan.neighbours[index * (neighbourCount + 3) + 2]!;
    const name = `v${names.size}`;
    names.set(step, name);
    lines.push(`let ${name} = ${output}${noise > 0 ? ` ^ ${planeAt(noisePlane)}` : ''};`);
  };

  const inRegisters = cells <= MOST_REGISTER_CELLS;
  const count = (output: Output, offset: number): void => {
    lines.push(...countLines(output, offset, nameOf, form.vector, inRegisters));
  };
  const waiting = program.outputs.map((output, reading) => ({
    output,
    offset: offsets[reading]!,
    needs: new Set(valuesOf(output).filter((value): value is Step => value.kind === 'step')),
  }));
  for (const { output, offset, needs } of waiting) if (needs.size === 0) count(output, offset);
  slots.steps.forEach((step, index) => {
    take(step, index);
    for (const { output, offset, needs } of waiting) if (needs.delete(step) && needs.size === 0) count(output, offset);
  });

  const registers = Array.from({ length: inRegisters ? cells : 0 }, (_, cell) => cell);
  return {
    before: registers.map((cell) => `var c${cell} = 0;`).join(' '),
    inside: lines.join('\n      '),
    after: registers.map((cell) => `add(${cell}, c${cell});`).join(' '),
  };
}

function valuesOf(output: Output): readonly Value[] {
  return output.kind === 'joint' ? output.bits : output.pairs.flat();
}

/** Statements that count one reading, into registers `c0` … or by `add`. */
function countLines(
  output: Output,
  offset: number,
  nameOf: (value: Value) => string,
  vector: number,
  inRegisters: boolean,
): string[] {
  const into = (cell: number, samples: string): string =>
    inRegisters ? `c${offset + cell} += ${samples};` : `add(${offset + cell}, ${samples});`;
  if (output.kind === 'change') {
    const differs = output.pairs.map((pair) => `(${pair.map(nameOf).join(' ^ ')})`);
    return differs.length === 0 ? [] : [into(0, `ones(${differs.join(' | ')})`)];
  }
  const bits = output.bits.map(nameOf);
  if (bits.length === 2 && !inRegisters) return [twoBitsCode(String(offset), bits[0]!, bits[1]!, vector)];
  if (bits.length <= MOST_MASK_BITS) {
    const lines: string[] = [];
    const masks = splitCode(bits, `m${offset}`, lines);
    return [...lines, ...masks.map((mask, cell) => into(cell, mask === null ? String(32 * vector) : `ones(${mask})`))];
  }
  return [symbolsCode(offset, bits, vector)];
}

/** Splits all samples by one bit after the other into a mask for each cell; null stands for all samples. */
function splitCode(bits: readonly string[], prefix: string, lines: string[]): (string | null)[] {
  let masks: (string | null)[] = [null];
  bits.forEach((bit, b) => {
    const [low, high]: [string[], string[]] = [[], []];
    masks.forEach((mask, cell) => {
      const [l, h] = [`${prefix}_${b}_${cell}`, `${prefix}_${b}_${cell + masks.length}`];
      lines.push(`let ${l} = ${mask === null ? `~${bit}` : `${mask} & ~${bit}`};`);
      lines.push(`let ${h} = ${mask === null ? bit : `${mask} & ${bit}`};`);
      low.push(l);
      high.push(h);
    });
    masks = [...low, ...high];
  });
  return masks;
}
