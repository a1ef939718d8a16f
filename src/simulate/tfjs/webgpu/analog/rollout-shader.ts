import type { InputPlane, Step, Value } from '../../../program/program.js';
import type { AnalogPlan } from '../../analog-plan.js';
import type { AnalogForm } from './analog-form.js';
import { activateCode, numbersType } from './number-code.js';
import { rowsOf } from './rows.js';

/** The members that stand behind those that TensorFlow.js puts into its uniform buffer. */
export const ROLLOUT_UNIFORMS = 'vectors : i32, first : i32,';

/**
 * The rollout in WGSL: states that readings need to `result`, `[genotype][row][vector of samples]`; behind them, where the
 * form asks for it, the states of workgroups.
 */
export function rolloutShader(plan: AnalogPlan, form: AnalogForm): string {
  const { locusCount, wordsPerLocus } = plan.rollout.system.genome;
  const { vector, lanes } = form;
  const type = numbersType(vector);
  const own = locusCount * wordsPerLocus;
  const inWorkgroup = form.parameters === 'workgroup';
  const isWritten = form.state === 'registers';
  const load = `
    for (var i = lane; i < ${own}; i += ${lanes}) { parameters[i] = genomes[genomeAt + i]; }
    workgroupBarrier();`;
  return `
  var<private> genomeAt : i32;
  ${inWorkgroup ? `var<workgroup> parameters : array<f32, ${own}>;` : ''}
  fn parameter(i : i32) -> f32 { return ${inWorkgroup ? 'parameters[i]' : 'genomes[genomeAt + i]'}; }
  ${activateCode(plan.units.activation, vector)}
  ${updateCode(plan, type)}
  ${isWritten ? '' : stateCode(plan, form)}
  fn main() {
    let lane = i32(localIndex);
    let genotype = i32(workgroupId.x);
    let vectors = uniforms.vectors;
    genomeAt = (uniforms.first + genotype) * ${own};
    let rowsAt = genotype * ${rowsOf(plan).steps.length};${isWritten ? '' : stateAtCode(plan, form)}${inWorkgroup ? load : ''}
    for (var at = i32(workgroupId.y) * ${lanes} + lane; at < vectors; at += ${lanes} * i32(numWorkgroups.y)) {
      ${isWritten ? writtenCode(plan, type) : walkedCode(plan, type)}
    }
  }
`;
}

/** `update(first, x0, …)`: a unit whose parameters begin at `first`, from what it reads. */
function updateCode({ rollout }: AnalogPlan, type: string): string {
  const { neighbourCount } = rollout.system.lattice;
  const places = Array.from({ length: neighbourCount }, (_, j) => j);
  const sum = places.reduce(
    (inner, j) => `fma(${type}(parameter(first + ${j})), x${j}, ${inner})`,
    `${type}(parameter(first + ${neighbourCount}))`,
  );
  return `
  fn update(first : i32, ${places.map((j) => `x${j} : ${type}`).join(', ')}) -> ${type} {
    return activate(${sum});
  }`;
}

/** The rollout written out step by step: the compiler of the device finds a register for each value. */
function writtenCode(plan: AnalogPlan, type: string): string {
  const { slots, inputs, neighbours, system } = plan.rollout;
  const { neighbourCount } = system.lattice;
  const { wordsPerLocus } = system.genome;
  const names = new Map<Value, string>();
  const lines: string[] = [];
  const rows = rowsOf(plan);
  const kept = new Set(rows.steps);
  const nameOf = (value: Value): string => names.get(value) ?? nameInput(value as InputPlane);
  const nameInput = (input: InputPlane): string => {
    const { plane, complement } = inputs[slots.inputs.indexOf(input)]!;
    const name = `i${names.size}`;
    names.set(input, name);
    const numbers = plane === -1 ? `${type}(0.0)` : `stimulus[${plane} * vectors + at]`;
    lines.push(`let ${name} = ${complement ? '-' : ''}${numbers};`);
    return name;
  };
  slots.steps.forEach((step: Step, index) => {
    const record = neighbours.subarray(index * (neighbourCount + 3), (index + 1) * (neighbourCount + 3));
    const read = step.sources.slice(0, neighbourCount).map(nameOf);
    const name = `v${names.size}`;
    names.set(step, name);
    const output = `update(${record[1]! * wordsPerLocus}, ${read.join(', ')})`;
    lines.push(`let ${name} = ${noiseCode(plan, String(record[2]), type, output)};`);
    if (kept.has(step)) lines.push(`result[(rowsAt + ${rows.placeOf(step)}) * vectors + at] = ${name};`);
  });
  return lines.join('\n      ');
}

function noiseCode({ units }: AnalogPlan, plane: string, type: string, output: string): string {
  return units.noise === 0 ? output : `fma(${type}(${units.noise}), stimulus[${plane} * vectors + at], ${output})`;
}

/** Inputs, and slots of rows, as `walkedCode` reads them: for each input twice its plane (−2 for zero), plus 1 where negated. */
export function rolloutRecords(plan: AnalogPlan): Int32Array {
  const { inputs, slots } = plan.rollout;
  const codes = inputs.map(({ plane, complement }) => 2 * plane + (complement ? 1 : 0));
  return Int32Array.from([...codes, ...rowsOf(plan).steps.map((step) => slots.of.get(step)!)]);
}

/** The rollout as loops over the records of inputs, steps and rows. */
function walkedCode(plan: AnalogPlan, type: string): string {
  const { slots, system } = plan.rollout;
  const { neighbourCount } = system.lattice;
  const stride = neighbourCount + 3;
  const inputs = slots.inputs.length;
  const sources = Array.from({ length: neighbourCount }, (_, j) => `load(neighbours[r + ${3 + j}])`);
  const output = `update(neighbours[r + 1] * ${system.genome.wordsPerLocus}, ${sources.join(', ')})`;
  return `
      for (var i = 0; i < ${inputs}; i++) {
        let record = records[i];
        var x = ${type}(0.0);
        if (record >= 0) { x = stimulus[(record >> 1u) * vectors + at]; }
        store(i, select(x, -x, (record & 1) != 0));
      }
      for (var r = 0; r < ${slots.steps.length * stride}; r += ${stride}) {
        store(neighbours[r], ${noiseCode(plan, 'neighbours[r + 2]', type, output)});
      }
      // What is read lies in its slot for good.
      for (var row = 0; row < ${rowsOf(plan).steps.length}; row++) {
        result[(rowsAt + row) * vectors + at] = load(records[${inputs} + row]);
      }`;
}

/** `load(slot)`, `store(slot, x)`: states of a thread, those of neighbouring threads side by side. */
function stateCode(plan: AnalogPlan, { state, vector, lanes }: AnalogForm): string {
  const type = numbersType(vector);
  const isInWorkgroup = state === 'workgroup';
  const place = `${isInWorkgroup ? 'states' : 'result'}[stateAt + slot * ${lanes}]`;
  return `
  var<private> stateAt : i32;
  ${isInWorkgroup ? `var<workgroup> states : array<${type}, ${lanes * plan.rollout.slots.count}>;` : ''}
  fn load(slot : i32) -> ${type} { return ${place}; }
  fn store(slot : i32, x : ${type}) { ${place} = x; }`;
}

function stateAtCode(plan: AnalogPlan, { state, lanes }: AnalogForm): string {
  if (state === 'workgroup') return '\n    stateAt = lane;';
  const group = plan.rollout.slots.count * lanes;
  const before = `i32(numWorkgroups.x) * ${rowsOf(plan).steps.length} * vectors`;
  return `
    stateAt = ${before} + (genotype * i32(numWorkgroups.y) + i32(workgroupId.y)) * ${group} + lane;`;
}
