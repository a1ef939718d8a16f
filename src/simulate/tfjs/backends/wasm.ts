import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { SessionFailure } from '../../device/session.js';
import type { OpenBackend } from '../backend.js';
import { MEBIBYTE } from './mebibyte.js';

/** TensorFlow.js compiled to WebAssembly, with SIMD where the machine has it, one thread. */
export async function openWasm(): Promise<OpenBackend | string> {
  const core = await import('@tensorflow/tfjs-core');
  core.enableProdMode();
  const { setWasmPaths, version_wasm: version } = await import('@tensorflow/tfjs-backend-wasm');
  const { openComposed } = await import('./composed.js');
  // The binaries lie beside the package's own entry, and are read from there as files.
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(dirname(entry) + sep);
  if (!(await core.setBackend('wasm'))) return 'TensorFlow.js cannot start its backend wasm';
  const backend = core.backend() as BackendWasm;
  refuseWithoutMemory(backend);
  const factory = core.findBackendFactory('wasm');
  const simd = await core.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  return openComposed({
    name: 'wasm',
    device: `tfjs-backend-wasm ${version} (${simd ? 'SIMD' : 'without SIMD'}, one thread)`,
    isGpu: false,
    tileBytes: 64 * MEBIBYTE,
    batchUpdates: 3e6,
    failureOf: (error) => {
      if (!(error instanceof RangeError || error instanceof WebAssembly.RuntimeError)) return null;
      return new SessionFailure(`the WebAssembly memory is used up: ${error.message}`, { cause: error });
    },
    destroy: async () => {
      // The memory goes with the module, which cannot be asked any more once it has aborted. Opened again, a new one.
      backend.dispose = () => {};
      core.removeBackend('wasm');
      core.registerBackend('wasm', factory);
    },
  });
}

/** A pointer has 32 bits, and a size too: the bits above would be left out. */
const ADDRESSES = 2 ** 32;

/** Where the heap cannot grow, malloc gives 0, and the backend would write its tensor there: an error in its place. */
function refuseWithoutMemory(backend: BackendWasm): void {
  const wasm = backend.wasm as unknown as { _malloc: (bytes: number) => number; _free: (address: number) => void };
  // The first call puts the module's own function in its place.
  wasm._free(wasm._malloc(1));
  const allocate = wasm._malloc.bind(wasm);
  wasm._malloc = (bytes) => {
    const address = bytes < ADDRESSES ? allocate(bytes) : 0;
    if (address === 0 && bytes > 0) throw new RangeError(`no room for ${bytes} bytes`);
    return address;
  };
}
