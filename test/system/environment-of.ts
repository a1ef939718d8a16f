import type { Scenario, VariableSpec } from '../../src/scenario/scenario.js';
import { compileEnvironment } from '../../src/system/environment/compile-environment.js';
import type { Environment } from '../../src/system/system.js';

export const fair: VariableSpec = { kind: 'fair', length: null };

export function environmentOf(variables: Scenario['environment']): Environment {
  return compileEnvironment(variables);
}

/** h(p) in bits. */
export function binaryEntropy(p: number): number {
  return p === 0 || p === 1 ? 0 : -p * Math.log2(p) - (1 - p) * Math.log2(1 - p);
}

/** The law of a field of spins by going through all of them: cell Σ bit(site) << site, sites row-major. */
export function isingByEnumeration(rows: number, columns: number, coupling: number): Float64Array {
  const law = new Float64Array(2 ** (rows * columns));
  let total = 0;
  for (let cell = 0; cell < law.length; cell++) {
    const spin = (row: number, column: number): number => ((cell >>> (row * columns + column)) & 1 ? 1 : -1);
    let energy = 0;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        if (row + 1 < rows) energy += spin(row, column) * spin(row + 1, column);
        if (column + 1 < columns) energy += spin(row, column) * spin(row, column + 1);
      }
    }
    law[cell] = Math.exp(coupling * energy);
    total += law[cell]!;
  }
  return law.map((weight) => weight / total);
}

/** Mutual information in bits of bits a and b of a law over cells, from its definition. */
export function informationOf(law: Float64Array, a: number, b: number): number {
  const joint = [0, 0, 0, 0];
  law.forEach((p, cell) => {
    joint[((cell >>> a) & 1) + 2 * ((cell >>> b) & 1)]! += p;
  });
  const [p00, p10, p01, p11] = joint as [number, number, number, number];
  const entropy = (...ps: number[]): number => ps.reduce((sum, p) => (p > 0 ? sum - p * Math.log2(p) : sum), 0);
  return entropy(p00 + p01, p10 + p11) + entropy(p00 + p10, p01 + p11) - entropy(p00, p10, p01, p11);
}
