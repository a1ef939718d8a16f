import { BACKENDS, type BackendName, type OpenBackend } from './backend.js';

/** Which backend is wanted: one, the first that works, or a real GPU. */
export type Wanted = BackendName | 'first' | 'gpu';

/** Opens one backend, or says why it cannot be had. */
export type Opener = (options: { readonly softwareAllowed: boolean }) => Promise<OpenBackend | string>;

/** How each backend is opened; their packages are loaded only when they are asked for. */
export const openers: Readonly<Record<BackendName, Opener>> = {
  tensorflow: async () => (await import('./backends/tensorflow.js')).openTensorflow(),
  webgpu: async (options) => (await import('./webgpu/open-webgpu.js')).openWebgpu(options),
  wasm: async () => (await import('./backends/wasm.js')).openWasm(),
  cpu: async () => (await import('./backends/cpu.js')).openCpu(),
};

/**
 * Opens the backend that is wanted. `gpu` takes a backend only where a real GPU computes; `first` takes any.
 *
 * @returns the backend, or what was found of each that was tried
 */
export async function openBackend(
  wanted: Wanted,
  from: Readonly<Record<BackendName, Opener>> = openers,
): Promise<OpenBackend | readonly { readonly name: BackendName; readonly reason: string }[]> {
  const names = wanted === 'first' ? BACKENDS : wanted === 'gpu' ? (['tensorflow', 'webgpu'] as const) : [wanted];
  const reasons: { name: BackendName; reason: string }[] = [];
  for (const name of names) {
    const found = await from[name]({ softwareAllowed: wanted !== 'gpu' });
    if (typeof found === 'string') reasons.push({ name, reason: found });
    else if (wanted === 'gpu' && !found.isGpu) {
      await found.destroy();
      reasons.push({ name, reason: `${found.device} is no GPU` });
    } else return found;
  }
  return reasons;
}
