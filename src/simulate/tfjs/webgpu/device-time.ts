import type { OpenWebgpu } from './open-webgpu.js';

/** Time that a device took for the kernels of some work. */
export interface DeviceTime {
  readonly milliseconds: number;
  /**
   * timestamps: written by the device before and after each kernel, so that neither transfers nor this program count. wall
   * clock: from submission to the end, where the device has no timestamps; true only of work that takes far longer than
   * the way there and back, some 0.1 ms.
   */
  readonly method: 'timestamps' | 'wall clock';
}

/**
 * Times all kernels that `work` starts on the active backend, which must be this one. Only what is not compiled yet is
 * compiled on the way: run it once before.
 */
export async function deviceTime({ backend }: OpenWebgpu, work: () => void): Promise<DeviceTime> {
  if (backend.device.features.has('timestamp-query')) {
    const { kernelMs } = await backend.time(work);
    if (typeof kernelMs === 'number') return { milliseconds: kernelMs, method: 'timestamps' };
  }
  const { queue } = backend;
  submit(backend);
  await queue.onSubmittedWorkDone();
  const start = performance.now();
  work();
  submit(backend);
  await queue.onSubmittedWorkDone();
  return { milliseconds: performance.now() - start, method: 'wall clock' };
}

/** Hands over what TensorFlow.js holds back to submit together with more. */
function submit(backend: OpenWebgpu['backend']): void {
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.submitQueue();
}
