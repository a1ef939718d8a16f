import { setBackend, type Tensor } from '@tensorflow/tfjs-core';
import { planRollout } from '../../../../src/simulate/tfjs/rollout-plan.js';
import type { FormRequest } from '../../../../src/simulate/tfjs/webgpu/kernel/form-request.js';
import { latticeRolloutIn } from '../../../../src/simulate/tfjs/webgpu/kernel/rollout-kernel.js';
import { type OpenWebgpu, openWebgpu } from '../../../../src/simulate/tfjs/webgpu/open-webgpu.js';
import { type Call, inputsOf } from '../rollout-counts.js';

/** This machine's adapter, a software one too, active in TensorFlow.js; or null, and why is printed. */
export async function adapterHere(): Promise<OpenWebgpu | null> {
  // As the device's owner does on a machine without a display, before Dawn is loaded.
  process.env.EGL_PLATFORM ??= 'surfaceless';
  const open = await openWebgpu({ softwareAllowed: true });
  if (typeof open === 'string') {
    console.log(`skipped: ${open}`);
    return null;
  }
  await setBackend('webgpu');
  return open;
}

/** Counts by the kernel in a form that is asked for. */
export async function countsInForm(call: Call, request: FormRequest = {}): Promise<number[]> {
  const plan = planRollout(call.system, call.readings);
  const inputs = inputsOf(plan, call);
  const counts: Tensor = latticeRolloutIn(plan, inputs, request);
  const found = Array.from((await counts.data()) as Int32Array);
  for (const tensor of [...Object.values(inputs), counts]) tensor.dispose();
  return found;
}

/** What TensorFlow.js counts the bytes of its buffers by. */
interface BufferManager {
  readonly numBytesUsed: number;
  acquireBuffer: (...args: unknown[]) => unknown;
}

/** The most bytes of buffers that some work had in use at once, beside those that were in use before. */
export async function peakBytesOf({ backend }: OpenWebgpu, work: () => Promise<unknown>): Promise<number> {
  const { bufferManager } = backend as unknown as { readonly bufferManager: BufferManager };
  const acquire = bufferManager.acquireBuffer;
  const before = bufferManager.numBytesUsed;
  let peak = 0;
  bufferManager.acquireBuffer = (...args) => {
    const buffer = acquire.apply(bufferManager, args);
    peak = Math.max(peak, bufferManager.numBytesUsed - before);
    return buffer;
  };
  await work();
  bufferManager.acquireBuffer = acquire;
  return peak;
}
