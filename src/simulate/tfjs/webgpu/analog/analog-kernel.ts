import {
  engine,
  getKernel,
  type KernelConfig,
  type NamedAttrMap,
  registerKernel,
  type Tensor,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import { DeviceError } from '../../../../base/errors.js';
import { analogCellOffsets } from '../../../analog/analog-evaluator.js';
import { ANALOG_ROLLOUT, type AnalogInputs, analogPlanOf } from '../../analog-op.js';
import type { AnalogPlan } from '../../analog-plan.js';
import { checkBindings } from '../check-bindings.js';
import type { CheckedBackend } from '../checked-backend.js';
import { limitsOf } from '../kernel/rollout-kernel.js';
import type { OperationInputs } from '../operation-inputs.js';
import { type AnalogForm, type AnalogFormRequest, chooseAnalogForm } from './analog-form.js';
import { AnalogProgram } from './analog-program.js';
import { MEASURE_UNIFORMS, MEASURING_THREADS } from './measure-shader.js';
import { type Measurement, measurementsOf } from './measurements.js';
import { ROLLOUT_UNIFORMS, rolloutRecords, rolloutShader } from './rollout-shader.js';
import { rowsOf } from './rows.js';

/** A tensor that a program may name, and the width at which it is read. */
type Given = readonly [name: string, tensor: TensorInfo, components: number];

const integers = (...values: number[]) => values.map((value) => ({ type: 'int32', data: [value] }));

/** Runs the rollout and then what measures it, some genotypes after others; cells come back as float32 `[genotypes, cells]`. */
function rollOut(
  backend: CheckedBackend,
  plan: AnalogPlan,
  inputs: OperationInputs,
  request: AnalogFormRequest,
): TensorInfo {
  const genotypes = inputs.genomes.shape[0]!;
  const samples = inputs.stimulus.shape[1]!;
  const cells = analogCellOffsets(plan.readings, samples).at(-1)!;
  const shape = [genotypes, cells];
  if (genotypes * cells === 0) return backend.makeTensorInfo(shape, 'float32', new Float32Array(0));
  const limits = { ...limitsOf(backend), isSoftware: backend.isSoftware };
  checkBindings(limits.bindingBytes, { samples: inputs.stimulus, 'values that are measured': { shape } }, 'reference');
  const form = chooseAnalogForm(plan, limits, genotypes, samples, request);
  if (form === null) {
    const { length } = rowsOf(plan).steps;
    throw new DeviceError(
      `${samples} samples of ${length} states that are read at once do not fit the device's buffers: lower ` +
        'measure.samples, or use --evaluator reference',
    );
  }
  const output = backend.makeTensorInfo([genotypes * cells], 'float32');
  const measurements = measurementsOf(plan, samples);
  for (let first = 0; first < genotypes; first += form.genotypes) {
    const count = Math.min(form.genotypes, genotypes - first);
    const rows = leaveRows(backend, plan, inputs, form, first, count);
    for (const measurement of measurements)
      measure(backend, measurement, rows, inputs.stimulus, output, first, count, cells);
    if (rows !== null) backend.disposeData(rows.dataId);
  }
  return { ...output, shape };
}

/** States that are read, of genotypes from `first` on; null where none is. */
function leaveRows(
  backend: CheckedBackend,
  plan: AnalogPlan,
  { genomes, neighbours, stimulus }: OperationInputs,
  form: AnalogForm,
  first: number,
  count: number,
): TensorInfo | null {
  const rows = rowsOf(plan).steps.length;
  if (rows === 0) return null;
  const samples = stimulus.shape[1]!;
  const isWritten = form.state === 'registers';
  const records = rolloutRecords(plan);
  const data = backend.makeTensorInfo([records.length], 'int32', records);
  const given: Given[] = [['genomes', genomes, 1]];
  if (usesStimulus(plan)) given.push(['stimulus', stimulus, form.vector]);
  if (!isWritten) given.push(['neighbours', neighbours, 1], ['records', data, 1]);
  const states =
    form.state === 'storage' ? count * form.shares * form.lanes * form.vector * plan.rollout.slots.count : 0;
  const program = new AnalogProgram(
    rolloutShader(plan, form),
    ROLLOUT_UNIFORMS,
    [count * rows * samples + states],
    form.vector,
    given.map(([name, , components]) => [name, components]),
    form.lanes,
    [count, form.shares, 1],
  );
  const tensors = given.map(([, tensor]) => tensor);
  const left = backend.runWebGPUProgram(program, tensors, 'float32', integers(samples / form.vector, first));
  backend.disposeData(data.dataId);
  return left;
}

function usesStimulus({ units, rollout }: AnalogPlan): boolean {
  return units.noise > 0 || rollout.inputs.some(({ plane }) => plane >= 0);
}

function measure(
  backend: CheckedBackend,
  { code, records, items }: Measurement,
  rows: TensorInfo | null,
  stimulus: TensorInfo,
  output: TensorInfo,
  first: number,
  count: number,
  cells: number,
): void {
  const data = backend.makeTensorInfo([records.length], 'int32', records);
  const given: Given[] = [
    ['records', data, 1],
    ['stimulus', stimulus, 1],
  ];
  if (rows !== null) given.push(['rows', rows, 1]);
  const program = new AnalogProgram(
    code,
    MEASURE_UNIFORMS,
    [util.sizeFromShape(output.shape)],
    1,
    given.map(([name, , components]) => [name, components]),
    MEASURING_THREADS,
    [count, items, 1],
  );
  const tensors = given.map(([, tensor]) => tensor);
  backend.runWebGPUProgram(program, tensors, 'float32', integers(stimulus.shape[1]!, first, cells), output);
  backend.disposeData(data.dataId);
}

/** Registers the kernel for the operation with TensorFlow.js, once in each thread. */
export function registerAnalogKernel(): void {
  if (getKernel(ANALOG_ROLLOUT, 'webgpu') !== undefined) return;
  registerKernel({
    kernelName: ANALOG_ROLLOUT,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, backend, attrs }) =>
      rollOut(backend as CheckedBackend, analogPlanOf(attrs), inputs as unknown as OperationInputs, requestOf(attrs)),
  } satisfies KernelConfig);
}

/** The operation in a form that is asked for: for tests and measurements. */
export function analogRolloutIn(plan: AnalogPlan, inputs: AnalogInputs, request: AnalogFormRequest): Tensor {
  return engine().runKernel(ANALOG_ROLLOUT, inputs, { plan, request } as unknown as NamedAttrMap) as Tensor;
}

function requestOf(attributes: NamedAttrMap | undefined): AnalogFormRequest {
  return (attributes as unknown as { readonly request?: AnalogFormRequest }).request ?? {};
}
