import { UserError } from '../../base/errors.js';
import type { Key } from '../../base/streams.js';
import { dependentVariable } from '../../information/gaussian-information.js';
import { analogStimulus } from '../../simulate/analog/analog-stimulus.js';
import { fillAnalogEnvironment } from '../../simulate/analog/fill-analog-stimulus.js';
import { MomentSums } from '../../simulate/analog/moments.js';
import type { Stimulus } from '../../simulate/stimulus.js';
import type { System } from '../../system/system.js';

/**
 * Refuses a port whose variables have a singular covariance, where strengths are Gaussian: one that never varies, or is a sum
 * of multiples of those before it, as a copy is. Looked for in the samples of generation 0.
 *
 * @throws UserError naming port and element
 */
export function checkSources({ units, environment, ports }: System, key: Key, samples: number): void {
  if (units.kind !== 'analog' || units.strength !== 'gaussian') return;
  const none = new Uint32Array(0);
  const elements = new Uint32Array(environment.elements.length * samples);
  const stimulus: Stimulus = { samples, words: samples, elements, borders: none, starts: none, noise: none };
  fillAnalogEnvironment(stimulus, environment, key, 0);
  const planes = Float64Array.from(analogStimulus(stimulus).elements);
  const check = (what: string, group: readonly number[]): void => {
    const sums = new MomentSums(group.length);
    sums.add(
      planes,
      Int32Array.from(group, (element) => element * samples),
      samples,
    );
    const moments = new Float64Array(group.length + (group.length * (group.length + 1)) / 2);
    sums.write(moments, 0);
    const found = dependentVariable(moments, 0, group.length);
    if (found === null) return;
    const names = group.slice(0, found + 1).map((element) => environment.elements[element]);
    throw new UserError(
      `${what}: in ${samples} samples ${names.at(-1)} ` +
        (found === 0 ? 'does not vary' : `does not vary, or follows from ${names.slice(0, -1).join(', ')}`) +
        ', so that their covariance is singular; expected variables none of which is a copy or a sum of others, ' +
        'or units.strength: {bins: 2}',
    );
  };
  for (const { name, elements: written } of ports.write) check(`ports.${name}.write`, written);
  for (const { name, target } of ports.read) if (target !== null) check(`ports.${name}.target`, target);
}
