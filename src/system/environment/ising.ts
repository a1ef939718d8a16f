import { Purpose } from '../../base/streams.js';
import { threefry } from '../../base/threefry.js';
import type { VariableSpec } from '../../scenario/scenario.js';
import type { Factor } from './factor.js';
import { frontierOrder, isingThresholds } from './ising-frontier.js';
import { planeOf, type VariableFamily } from './variable-family.js';

const scratch = new Uint32Array(4);

/**
 * `ising`: a strip of rows × columns spins with free boundaries, bit 1 for +1 and bit 0 for −1, elements row-major.
 * Drawn exactly, spin after spin; sample s of an element takes word s of the stream at (environment, generation,
 * element).
 */
export const ising: VariableFamily<Extract<VariableSpec, { kind: 'ising' }>> = {
  isScalar: () => false,

  sample(variable, spec, draw) {
    const order = frontierOrder(spec);
    const thresholds = isingThresholds(spec);
    const states = 2 ** order.width;
    const frontiers = new Uint32Array(draw.words * 32);
    for (let k = 0; k < order.siteCount; k++) {
      const element = variable.firstElement + order.element(k);
      const plane = planeOf(draw, element).fill(0);
      const place = k % order.width;
      for (let sample = 0; sample < frontiers.length; sample++) {
        if ((sample & 3) === 0) {
          threefry(draw.key, sample >>> 2, element, draw.generation, Purpose.environment, scratch);
        }
        const frontier = frontiers[sample]!;
        const spin = scratch[sample & 3]! < thresholds[k * states + frontier]! ? 1 : 0;
        plane[sample >>> 5]! |= spin << (sample & 31);
        frontiers[sample] = (frontier & ~(1 << place)) | (spin << place);
      }
    }
  },

  factors(variable, { rows, columns, coupling }) {
    // The weight of a pair is scaled so that the heavier of its two values is 1: only ratios matter.
    const equal = Math.exp(coupling - Math.abs(coupling));
    const unequal = Math.exp(-coupling - Math.abs(coupling));
    const factors: Factor[] = [];
    const bond = (a: number, b: number): void => {
      const elements = [variable.firstElement + a, variable.firstElement + b];
      factors.push({ elements, child: null, table: Float64Array.of(equal, unequal, unequal, equal) });
    };
    for (let site = 0; site < rows * columns; site++) {
      if (site % columns !== columns - 1) bond(site, site + 1);
      if (site < (rows - 1) * columns) bond(site, site + columns);
    }
    return factors;
  },
};
