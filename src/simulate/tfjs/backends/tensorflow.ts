import type { KernelBackend } from '@tensorflow/tfjs-core';
import { SessionFailure } from '../../device/session.js';
import type { OpenBackend } from '../backend.js';
import { MEBIBYTE } from './mebibyte.js';
import { restoreUtil } from './restore-util.js';
import { whyNotLoaded } from './why-not-loaded.js';

/** The first is for NVIDIA GPUs under CUDA, the second for processors; neither comes with this package. */
const PACKAGES = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;

/** What the packages register, so far as it is asked. */
interface NodeBackend extends KernelBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: { readonly TF_Version: string };
}

/**
 * TensorFlow itself, through whichever of its packages can be loaded.
 *
 * @param load imports a package by its name
 */
export async function openTensorflow(
  load: (name: string) => Promise<unknown> = (name) => import(name),
): Promise<OpenBackend | string> {
  const core = await import('@tensorflow/tfjs-core');
  core.enableProdMode();
  restoreUtil();
  const reasons: string[] = [];
  for (const name of PACKAGES) {
    try {
      const { version } = (await load(name)) as { version?: Record<string, string> };
      if (await core.setBackend('tensorflow')) return await open(`${name} ${version?.['tfjs-node'] ?? ''}`.trimEnd());
      reasons.push(`${name} cannot start its backend`);
    } catch (error) {
      reasons.push(whyNotLoaded(name, error));
    }
  }
  return reasons.join('; ');
}

/** @param loaded name and version of the package that has registered the backend, which is active now */
async function open(loaded: string): Promise<OpenBackend> {
  const { backend } = await import('@tensorflow/tfjs-core');
  const { openComposed } = await import('./composed.js');
  const { isUsingGpuDevice: isGpu, binding } = backend() as NodeBackend;
  return openComposed({
    name: 'tensorflow',
    device: `${loaded.replace('@tensorflow/', '')} (TensorFlow ${binding.TF_Version}, ${isGpu ? 'GPU' : 'processor'})`,
    isGpu,
    tileBytes: (isGpu ? 1024 : 128) * MEBIBYTE,
    batchUpdates: isGpu ? 1e9 : 1.5e7,
    failureOf: (error) => {
      if (!(error instanceof Error) || !/OOM|out of memory|ResourceExhausted|CUDA_ERROR/i.test(error.message)) {
        return null;
      }
      return new SessionFailure(`TensorFlow: ${error.message}`, { cause: error });
    },
    destroy: async () => {},
  });
}
