import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DeviceError } from '../../base/errors.js';

/** Evaluates the batch that the header at a byte address describes. */
export type Kernel = (header: number) => void;

let compiled: WebAssembly.Module | null = null;

/** The kernel's code as `npm run build` leaves it, both for the compiled program and for sources run as they are. */
function kernelBytes(): Uint8Array<ArrayBuffer> {
  const file = fileURLToPath(import.meta.resolve('#kernels/lattice.wasm'));
  try {
    return new Uint8Array(readFileSync(file));
  } catch (error) {
    throw new DeviceError(`evaluator wasm: ${file} cannot be read: npm run build makes it`, { cause: error });
  }
}

/** What is missing where the kernel cannot run. */
const MISSING = 'WebAssembly has no 128-bit vectors (SIMD) or no shared memory on this machine';

/** Tells whether WebAssembly here knows all that a module uses. */
export type Validate = (bytes: Uint8Array<ArrayBuffer>) => boolean;

const obstacleBy = (validate: Validate): string | null => (validate(kernelBytes()) ? null : MISSING);

let obstacleHere: string | null | undefined;

/** Why the kernel cannot run here; null where it can. Found once in each thread, since it takes some milliseconds. */
export function kernelObstacle(validate?: Validate): string | null {
  if (validate !== undefined) return obstacleBy(validate);
  if (obstacleHere === undefined) obstacleHere = obstacleBy(WebAssembly.validate);
  return obstacleHere;
}

/** @throws DeviceError where WebAssembly has no SIMD or no shared memory */
export function requireKernel(validate?: Validate): void {
  const obstacle = compiled === null ? kernelObstacle(validate) : null;
  if (obstacle !== null) throw new DeviceError(`evaluator wasm: ${obstacle}: use --evaluator reference`);
}

/** An instance of the kernel over `memory`; its code is compiled once in each thread. */
export function instantiateKernel(memory: WebAssembly.Memory): Kernel {
  requireKernel();
  compiled ??= new WebAssembly.Module(kernelBytes());
  const { evaluate } = new WebAssembly.Instance(compiled, { env: { memory } }).exports;
  return evaluate as Kernel;
}
