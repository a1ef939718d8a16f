import { SessionFailure } from '../../device/session.js';
import type { OpenBackend } from '../backend.js';
import type { CheckedBackend } from './checked-backend.js';
import { adapterName, findAdapter, infoOf } from './find-adapter.js';

/** The open backend, and what only WebGPU has. */
export interface OpenWebgpu extends OpenBackend {
  readonly backend: CheckedBackend;
  /** Dawn's backend: vulkan, metal, d3d12, opengles. */
  readonly driver: string;
}

export interface WebgpuOptions {
  readonly softwareAllowed: boolean;
  /** Dawn's switches, if not the usual ones: for measurements. */
  readonly toggles?: readonly string[];
}

/** Limits that a device does not have unless they are asked for. */
const LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
] as const;

/** What the kernel and its timing make use of where it is there. */
const FEATURES = ['timestamp-query', 'subgroups'] as GPUFeatureName[];

/** Bytes of one batch, at most, whatever a device allows: WebGPU does not tell how much memory there is. */
const MOST_BATCH_BYTES = 1 << 28;

/** Unit-sample updates of about a second: of a small GPU (an H100 does a hundred times as many), and of Mesa's llvmpipe. */
const GPU_UPDATES = 5e11;
const SOFTWARE_UPDATES = 1e9;

/**
 * Opens the best adapter, and registers it and the kernel with TensorFlow.js as `webgpu`.
 *
 * Headless Linux without a GPU needs EGL_PLATFORM=surfaceless in the environment of the process before this is called.
 *
 * @returns the backend, or the reason why there is none
 */
export async function openWebgpu({ softwareAllowed, toggles }: WebgpuOptions): Promise<OpenWebgpu | string> {
  const found = await findAdapter(softwareAllowed, toggles);
  if (typeof found === 'string') return found;
  const { adapter, driver, isSoftware } = found;
  const device = await adapter.requestDevice({
    requiredLimits: Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]])),
    requiredFeatures: FEATURES.filter((feature) => adapter.features.has(feature)),
  });
  showInNavigator(found.gpu);
  // Only now: the backend's module looks for navigator.gpu when it is loaded.
  const { findBackendFactory, registerBackend, removeBackend } = await import('@tensorflow/tfjs-core');
  const { CheckedBackend } = await import('./checked-backend.js');
  const { limitsOf, registerRolloutKernel } = await import('./kernel/rollout-kernel.js');
  const { registerAnalogKernel } = await import('./analog/analog-kernel.js');
  const { bytesOfAnalog } = await import('./analog/analog-bytes.js');
  const { batchBytes } = await import('./kernel/batch-bytes.js');
  const info = infoOf(adapter);
  const backend = new CheckedBackend(device, info, isSoftware);
  // The module has registered a factory of its own, which would open another device; or this is one opened again.
  if (findBackendFactory('webgpu')) removeBackend('webgpu');
  registerBackend('webgpu', () => backend);
  registerRolloutKernel();
  registerAnalogKernel();
  const limits = limitsOf(backend);

  let isClosing = false;
  let reason: string | null = null;
  const lost = device.lost.then(({ message }) => {
    reason = message || 'no reason given';
    // Nobody has lost what was let go of.
    return isClosing ? new Promise<string>(() => {}) : reason;
  });
  return {
    name: 'webgpu',
    device: `${adapterName(info)} (${driver})`,
    isGpu: !isSoftware,
    batchBytes: Math.min(limits.bindingBytes, MOST_BATCH_BYTES),
    bytesOf: (plan, genotypes, words) => batchBytes(plan, limits, genotypes, words),
    bytesOfAnalog,
    batchUpdates: isSoftware ? SOFTWARE_UPDATES : GPU_UPDATES,
    // A word of 32 samples has one number for each of them.
    batchAnalogUpdates: (isSoftware ? SOFTWARE_UPDATES : GPU_UPDATES) / 32,
    failureOf: (error) => {
      if (error instanceof SessionFailure) return error;
      if (isClosing) return null;
      if (reason !== null) return new SessionFailure(`the device was lost: ${reason}`, { cause: error });
      // A read that was under way when the device was lost ends so, perhaps before the device says that it is.
      const isAborted = error instanceof DOMException && error.name === 'AbortError';
      return isAborted ? new SessionFailure('the device was lost while it was read', { cause: error }) : null;
    },
    lost,
    async destroy() {
      if (isClosing) return;
      isClosing = true;
      await device.queue.onSubmittedWorkDone().catch(() => {});
      await backend.settled();
      removeBackend('webgpu');
      device.destroy();
      await device.lost;
    },
    backend,
    driver,
  };
}

/** TensorFlow.js finds WebGPU where a browser has it; Node has a navigator from version 21 on. */
function showInNavigator(gpu: GPU): void {
  const browser = globalThis as { navigator?: object };
  if (browser.navigator === undefined) {
    Object.defineProperty(browser, 'navigator', { value: {}, configurable: true, writable: true });
  }
  Object.defineProperty(browser.navigator, 'gpu', { value: gpu, configurable: true });
}
