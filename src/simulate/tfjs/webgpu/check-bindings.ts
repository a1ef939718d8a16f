import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { DeviceError } from '../../../base/errors.js';

const MEBIBYTE = 2 ** 20;

/**
 * Refuses tensors that the device cannot show to a kernel at once, before it takes their being too large for a fault of the
 * program.
 *
 * @param tensors by what they hold, in words for people
 * @throws DeviceError saying what is too large, and what to do
 */
export function checkBindings(
  bindingBytes: number,
  tensors: Readonly<Record<string, Pick<TensorInfo, 'shape'>>>,
  other: string,
): void {
  for (const [what, { shape }] of Object.entries(tensors)) {
    const bytes = 4 * util.sizeFromShape(shape);
    if (bytes <= bindingBytes) continue;
    throw new DeviceError(
      `the ${what} take ${Math.ceil(bytes / MEBIBYTE)} MiB, and the device holds no more than ` +
        `${Math.floor(bindingBytes / MEBIBYTE)} MiB in one piece: lower measure.samples, or use --evaluator ${other}`,
    );
  }
}
