import { gaussianFloorBits } from '../../information/gaussian-information.js';
import { detectionFloorBits } from '../../information/significance.js';
import { realElements } from '../../system/environment/gaussian.js';
import type { ReadPort, System, WritePort } from '../../system/system.js';

/**
 * Detection floor of a strength, bits: below it, it is not told from 0 at p < 0.001. As of symbols of which all occur, or
 * of variables that all vary.
 */
export function floorBits(
  { units, environment }: Pick<System, 'units' | 'environment'>,
  source: WritePort,
  sink: ReadPort,
  samples: number,
): number {
  const [dx, dy] = [source.elements.length, sink.units.length];
  if (units.kind === 'lut') return detectionFloorBits(samples, (2 ** dx - 1) * (2 ** dy - 1));
  if (units.strength === 'gaussian') return gaussianFloorBits(samples, dx, dy);
  const { bins } = units.strength;
  const real = realElements(environment);
  const symbols = source.elements.reduce((product, element) => product * (real[element] ? bins : 2), 1);
  return detectionFloorBits(samples, (symbols - 1) * (bins ** dy - 1));
}
