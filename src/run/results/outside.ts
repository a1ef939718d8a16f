import { lawInformation } from '../../information/law-information.js';
import { jointLaw } from '../../system/environment/exact-joint.js';
import { MOST_FACTOR_ELEMENTS } from '../../system/environment/factor.js';
import { realElements } from '../../system/environment/gaussian.js';
import { factorNetwork } from '../../system/environment/network.js';
import type { Environment } from '../../system/system.js';

/**
 * Exact information in bits between two groups of elements, each taken as one symbol; exactly 0 below 1e-12. Of a group
 * with itself it is its entropy. Null where the exact law would need a table of more than 2^16 entries, and of groups that
 * have a real number in common, which is infinite.
 */
export type Outside = (first: readonly number[], second: readonly number[]) => number | null;

/** What an environment's elements tell of each other, computed where asked for and kept. */
export function outsideOf(environment: Environment): Outside {
  const network = factorNetwork(environment);
  const known = new Map<string, number | null>();
  const real = realElements(environment);

  const compute = (first: readonly number[], second: readonly number[]): number | null => {
    if (first.length + second.length > MOST_FACTOR_ELEMENTS) return null;
    if (first.some((element) => real[element] && second.includes(element))) return null;
    const elements = [...new Set([...first, ...second])];
    const law = jointLaw(network, elements);
    if (law === null) return null;
    const cells = 2 ** first.length;
    const joint = new Float64Array(cells * 2 ** second.length);
    const [x, y] = [first, second].map((group) => group.map((element) => elements.indexOf(element)));
    const symbol = (places: readonly number[], index: number): number =>
      places.reduce((sum, place, bit) => sum + (((index >>> place) & 1) << bit), 0);
    for (let index = 0; index < law.length; index++)
      joint[symbol(x!, index) + cells * symbol(y!, index)]! += law[index]!;
    return lawInformation(joint, 0, cells, 2 ** second.length);
  };

  return (first, second) => {
    // Symmetric, and computed in one order, so that a pair and its reverse are a tie to the last digit.
    const [a, b] = [first.join(' '), second.join(' ')];
    const key = a <= b ? `${a},${b}` : `${b},${a}`;
    let bits = known.get(key);
    if (bits === undefined) known.set(key, (bits = a <= b ? compute(first, second) : compute(second, first)));
    return bits;
  };
}
