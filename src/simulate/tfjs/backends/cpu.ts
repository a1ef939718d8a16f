import { SessionFailure } from '../../device/session.js';
import type { OpenBackend } from '../backend.js';
import { MEBIBYTE } from './mebibyte.js';

/** TensorFlow.js in plain JavaScript: the slowest backend, and the one that is everywhere. */
export async function openCpu(): Promise<OpenBackend | string> {
  const { enableProdMode, setBackend, version_core: version } = await import('@tensorflow/tfjs-core');
  // Otherwise it advises on standard error to install another backend.
  enableProdMode();
  await import('@tensorflow/tfjs-backend-cpu');
  const { openComposed } = await import('./composed.js');
  if (!(await setBackend('cpu'))) return 'TensorFlow.js cannot start its backend cpu';
  return openComposed({
    name: 'cpu',
    device: `tfjs-backend-cpu ${version}`,
    isGpu: false,
    tileBytes: 64 * MEBIBYTE,
    batchUpdates: 1e6,
    failureOf: (error) =>
      error instanceof RangeError ? new SessionFailure(`out of memory: ${error.message}`, { cause: error }) : null,
    destroy: async () => {},
  });
}
