import type { OpenWebgpu } from './open-webgpu.js';

/** How fast a device does some work once it runs at full speed. */
export interface DeviceTime {
  /** Of one piece of work, on average over many that follow one another without a pause. */
  readonly milliseconds: number;
  /** Pieces timed. */
  readonly times: number;
  /** The shortest time by the device's own clock, of its kernels alone; null where it has none. */
  readonly kernelMilliseconds: number | null;
}

/** A GPU that idles takes some tenths of a second of work to come to its full clock: an H100 idles at 345 of 1980 MHz. */
const WARM_MS = 400;
const MEASURED_MS = 150;

/** Pieces handed over at once: enough that the device never waits, few enough that they do not take memory. */
const AT_ONCE = 32;

/**
 * Times work that starts kernels on the active backend, which must be this one, and drops what they give.
 *
 * @param warmMs time for which the device is kept busy before
 * @param measuredMs time for which it is timed, at least
 */
export async function deviceTime(
  { backend }: OpenWebgpu,
  work: () => void,
  { warmMs = WARM_MS, measuredMs = MEASURED_MS } = {},
): Promise<DeviceTime> {
  const { queue } = backend.device;
  /** Two lots are under way at any time. */
  const keepBusy = async (forMs: number): Promise<{ times: number; elapsedMs: number }> => {
    await queue.onSubmittedWorkDone();
    const start = performance.now();
    let before: Promise<unknown> = Promise.resolve();
    let times = 0;
    do {
      for (let i = 0; i < AT_ONCE; i++) work();
      times += AT_ONCE;
      submit(backend);
      const done = queue.onSubmittedWorkDone();
      await before;
      before = done;
    } while (performance.now() - start < forMs);
    await before;
    return { times, elapsedMs: performance.now() - start };
  };
  if (warmMs > 0) await keepBusy(warmMs);
  const { times, elapsedMs } = await keepBusy(measuredMs);
  return { milliseconds: elapsedMs / times, times, kernelMilliseconds: await shortestKernelTime(backend, work) };
}

/** Kernels are timed right after the rest, while the device still runs at full speed. */
async function shortestKernelTime(backend: OpenWebgpu['backend'], work: () => void): Promise<number | null> {
  if (!backend.device.features.has('timestamp-query')) return null;
  let shortest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 4; i++) {
    const { kernelMs } = await backend.time(work);
    if (typeof kernelMs === 'number') shortest = Math.min(shortest, kernelMs);
  }
  return shortest;
}

/** Hands over what TensorFlow.js holds back to submit together with more. */
function submit(backend: OpenWebgpu['backend']): void {
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.submitQueue();
}
