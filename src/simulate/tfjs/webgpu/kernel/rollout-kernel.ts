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
import { LATTICE_ROLLOUT, planOf, type RolloutInputs } from '../../rollout-op.js';
import type { RolloutPlan } from '../../rollout-plan.js';
import { checkBindings } from '../check-bindings.js';
import type { CheckedBackend } from '../checked-backend.js';
import type { OperationInputs } from '../operation-inputs.js';
import { chooseForm, WRITTEN_FOR_GPU, WRITTEN_FOR_SOFTWARE } from './choose-form.js';
import { addsToOutput } from './form.js';
import type { DeviceLimits, FormRequest } from './form-request.js';
import { gridOf } from './grid.js';
import { RolloutProgram, sourceOf } from './rollout-program.js';

export function limitsOf({ device, isSoftware }: CheckedBackend): DeviceLimits {
  const { limits } = device;
  return {
    workgroupBytes: limits.maxComputeWorkgroupStorageSize,
    threads: Math.min(limits.maxComputeInvocationsPerWorkgroup, limits.maxComputeWorkgroupSizeX),
    groupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
    hasSubgroups: device.features.has('subgroups' as GPUFeatureName),
    // Mesa's llvmpipe takes eight threads as one vector of the processor, and compiles longer the more there is to a thread.
    vector: isSoftware ? 1 : 4,
    writtenOperations: isSoftware ? WRITTEN_FOR_SOFTWARE : WRITTEN_FOR_GPU,
    bindingBytes: Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize),
  };
}

/** Runs the kernel; counts come back as int32 `[genotypes, cells]`. */
function rollOut(
  backend: CheckedBackend,
  plan: RolloutPlan,
  inputs: OperationInputs,
  request: FormRequest,
): TensorInfo {
  const genotypes = inputs.genomes.shape[0]!;
  const words = inputs.stimulus.shape[1]!;
  const shape = [genotypes, plan.cells];
  if (genotypes * plan.cells === 0) return backend.makeTensorInfo(shape, 'int32', new Int32Array(0));
  const limits = limitsOf(backend);
  checkBindings(limits.bindingBytes, { samples: inputs.stimulus, counts: { shape } }, 'wasm');
  const form = chooseForm(plan, limits, genotypes, words, request);
  const source = sourceOf(plan, form);
  const isWritten = form.state === 'registers';
  const data = backend.makeTensorInfo([source.records.length, 1], 'int32', source.records);
  const given: readonly (readonly [string, TensorInfo, number, boolean])[] = [
    ['genomes', inputs.genomes, 1, true],
    ['neighbours', inputs.neighbours, 1, !isWritten],
    ['stimulus', inputs.stimulus, form.vector, true],
    ['records', data, 1, true],
  ];
  // An empty buffer cannot be bound, and code without the records of steps does not name it.
  const bound = given.filter(([, tensor, , isRead]) => isRead && util.sizeFromShape(tensor.shape) > 0);
  const grid = gridOf(form.groups, limits.groupsPerDimension);
  const sizes = {
    genotypes,
    vectors: words / form.vector,
    rounds: Math.ceil(genotypes / (grid.across * grid.down * form.genotypes)),
    zero: 0,
  };
  const variables = bound.map(([name, , components]) => [name, components] as const);
  const program = new RolloutProgram(plan, form, source, sizes, variables, grid);
  const output = backend.makeTensorInfo(program.outputShape, 'int32');
  if (addsToOutput(form)) clear(backend, output);
  backend.runWebGPUProgram(
    program,
    bound.map(([, tensor]) => tensor),
    'int32',
    Object.values(sizes).map((size) => ({ type: 'int32', data: [size] })),
    output,
  );
  backend.disposeData(data.dataId);
  return counts(backend, output, shape);
}

/** Sets a new output to zero, on the device: its buffer may be one that was used before. */
function clear(backend: CheckedBackend, output: TensorInfo): void {
  backend.uploadToGPU(output.dataId);
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  encoderOf(backend).clearBuffer(bufferOf(backend, output));
}

/** The counts alone: the output itself, or a copy of its beginning where states lie behind it. */
function counts(backend: CheckedBackend, output: TensorInfo, shape: number[]): TensorInfo {
  const cells = util.sizeFromShape(shape);
  if (util.sizeFromShape(output.shape) === cells) return { ...output, shape };
  const copy = backend.makeTensorInfo(shape, 'int32');
  backend.uploadToGPU(copy.dataId);
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  encoderOf(backend).copyBufferToBuffer(bufferOf(backend, output), 0, bufferOf(backend, copy), 0, 4 * cells);
  // TensorFlow.js does not know of the copy: before its source is used again it must have been submitted.
  backend.submitQueue();
  backend.disposeData(output.dataId);
  return copy;
}

function bufferOf(backend: CheckedBackend, { dataId }: TensorInfo): GPUBuffer {
  return backend.tensorMap.get(dataId).resource as GPUBuffer;
}

function encoderOf(backend: CheckedBackend): GPUCommandEncoder {
  return (backend as unknown as { readonly commandEncoder: GPUCommandEncoder }).commandEncoder;
}

/** Registers the kernel for the operation with TensorFlow.js, once in each thread. */
export function registerRolloutKernel(): void {
  if (getKernel(LATTICE_ROLLOUT, 'webgpu') !== undefined) return;
  registerKernel({
    kernelName: LATTICE_ROLLOUT,
    backendName: 'webgpu',
    kernelFunc({ inputs, backend, attrs }) {
      const own = backend as CheckedBackend;
      return own.checked(() => rollOut(own, planOf(attrs), inputs as unknown as OperationInputs, requestOf(attrs)));
    },
  } satisfies KernelConfig);
}

/** The operation in a form that is asked for: for tests and measurements. */
export function latticeRolloutIn(plan: RolloutPlan, inputs: RolloutInputs, request: FormRequest): Tensor {
  return engine().runKernel(LATTICE_ROLLOUT, inputs, { plan, request } as unknown as NamedAttrMap) as Tensor;
}

function requestOf(attributes: NamedAttrMap | undefined): FormRequest {
  return (attributes as unknown as { readonly request?: FormRequest }).request ?? {};
}
