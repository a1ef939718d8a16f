import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scenario, VariableSpec } from '../../src/scenario/scenario.js';
import { exactJoint } from '../../src/system/environment/exact-joint.js';
import { pairwiseInformation } from '../../src/system/environment/pairwise-information.js';
import { binaryEntropy, environmentOf, fair, informationOf, isingByEnumeration } from './environment-of.js';

/** Information between two elements by name. */
function bitsOf(variables: Scenario['environment']): (a: string, b: string) => number | null {
  const { elements, bits } = pairwiseInformation(environmentOf(variables));
  return (a, b) => bits[elements.indexOf(a)]![elements.indexOf(b)]!;
}

/** The joint law of all elements from the definition of each variable: all draws of the sources, one after the other. */
function lawByEnumeration(
  variables: Readonly<Record<string, VariableSpec>>,
  order: readonly string[],
): Map<string, number> {
  let law = new Map<string, number>([['', 1]]);
  const known: string[] = [];
  for (const name of order) {
    const spec = variables[name]!;
    const next = new Map<string, number>();
    for (const [values, p] of law) {
      const value = (reference: string): number => Number(values[known.indexOf(reference)]);
      let one: number;
      if (spec.kind === 'fair') one = 0.5;
      else if (spec.kind === 'biased') one = spec.probability;
      else if (spec.kind === 'copy') one = value(spec.of) === 1 ? 1 - spec.flip : spec.flip;
      else if (!('of' in spec)) throw new Error('scalars only');
      else {
        const ones = spec.of.map(value).reduce((a, b) => a + b, 0);
        if (spec.kind === 'xor') one = ones % 2;
        else if (spec.kind === 'and') one = ones === spec.of.length ? 1 : 0;
        else if (spec.kind === 'or') one = ones > 0 ? 1 : 0;
        else one = ones > spec.of.length / 2 ? 1 : 0;
      }
      if (one < 1) next.set(`${values}0`, p * (1 - one));
      if (one > 0) next.set(`${values}1`, p * one);
    }
    known.push(name);
    law = next;
  }
  return law;
}

/** Networks of scalars v0, v1, …, each computed from earlier ones or drawn. */
const networks = fc.integer({ min: 2, max: 7 }).chain((count) =>
  fc.tuple(
    ...Array.from({ length: count }, (_, i) => {
      const probability = fc.constantFrom(0, 0.1, 0.3, 0.5, 1);
      const sources = fc.oneof(
        fc.constant<VariableSpec>({ kind: 'fair', length: null }),
        probability.map((p): VariableSpec => ({ kind: 'biased', probability: p })),
      );
      if (i === 0) return sources;
      const earlier = fc.integer({ min: 0, max: i - 1 }).map((j) => `v${j}`);
      return fc.oneof(
        sources,
        fc.tuple(earlier, probability).map(([of, flip]): VariableSpec => ({ kind: 'copy', of, flip })),
        fc
          .tuple(fc.constantFrom('xor', 'and', 'or', 'majority'), fc.array(earlier, { minLength: 1, maxLength: 4 }))
          .map(([kind, of]): VariableSpec => ({ kind, of })),
      );
    }),
  ),
);

describe('pairwiseInformation', () => {
  it('knows AND with a fair bit: 0.311278 bits, and XOR: 0', () => {
    const bits = bitsOf({
      x: fair,
      y: fair,
      all: { kind: 'and', of: ['x', 'y'] },
      odd: { kind: 'xor', of: ['x', 'y'] },
    });
    // h(1/4) − ½ bits, closed form; equal up to the rounding of doubles.
    expect(bits('x', 'all')).toBeCloseTo(binaryEntropy(0.25) - 0.5, 14);
    expect(bits('x', 'all')).toBeCloseTo(0.311278, 6);
    expect(bits('all', 'all')).toBeCloseTo(binaryEntropy(0.25), 14);
    expect(bits('x', 'odd')).toBe(0);
    expect(bits('y', 'odd')).toBe(0);
    expect(bits('x', 'y')).toBe(0);
    expect(bits('x', 'x')).toBe(1);
  });

  it('knows a noisy copy: 1 − h(ε), and copies of copies', () => {
    const bits = bitsOf({
      x: fair,
      y: { kind: 'copy', of: 'x', flip: 0.05 },
      z: { kind: 'copy', of: 'x', flip: 0.2 },
      same: { kind: 'copy', of: 'x', flip: 0 },
      not: { kind: 'copy', of: 'x', flip: 1 },
    });
    expect(bits('x', 'y')).toBeCloseTo(1 - binaryEntropy(0.05), 14);
    expect(bits('z', 'y')).toBeCloseTo(1 - binaryEntropy(0.05 * 0.8 + 0.95 * 0.2), 14);
    expect(bits('x', 'same')).toBe(1);
    expect(bits('same', 'not')).toBe(1);
  });

  it('gives constants no entropy and no information', () => {
    const bits = bitsOf({
      never: { kind: 'biased', probability: 0 },
      x: fair,
      no: { kind: 'and', of: ['x', 'never'] },
    });
    expect(bits('never', 'never')).toBe(0);
    expect(bits('no', 'no')).toBe(0);
    expect(bits('no', 'x')).toBe(0);
    expect(bits('no', 'never')).toBe(0);
  });

  it('is exactly 0 between elements that nothing links, also where something is computed from both', () => {
    const bits = bitsOf({
      a: { kind: 'biased', probability: 0.3 },
      b: { kind: 'biased', probability: 0.7 },
      c: { kind: 'majority', of: ['a', 'b', 'b'] },
      s: { kind: 'ising', rows: 2, columns: 2, coupling: 0.3 },
    });
    expect(bits('a', 'b')).toBe(0);
    expect(bits('a', 's.1')).toBe(0);
    expect(bits('a', 'c')).toBe(0);
    expect(bits('b', 'c')).toBeCloseTo(binaryEntropy(0.7), 14);
  });

  it('agrees with enumeration on random networks', () => {
    fc.assert(
      fc.property(networks, (specs) => {
        const order = specs.map((_, i) => `v${i}`);
        const variables = Object.fromEntries(specs.map((spec, i) => [`v${i}`, spec]));
        const law = new Float64Array(2 ** specs.length);
        for (const [values, p] of lawByEnumeration(variables, order)) {
          law[[...values].reduce((cell, value, i) => cell + (Number(value) << i), 0)]! += p;
        }
        const environment = environmentOf(variables);
        const joint = exactJoint(environment, [...environment.elements.keys()]);
        joint.forEach((p, cell) => {
          expect(Math.abs(p - law[cell]!)).toBeLessThan(1e-14);
        });
        const { bits } = pairwiseInformation(environment);
        specs.forEach((_, a) => {
          specs.forEach((_, b) => {
            // Differences of entropies near 1: a few units in the last place of a double.
            expect(Math.abs(bits[a]![b]! - informationOf(law, a, b))).toBeLessThan(1e-13);
          });
        });
      }),
      { seed: 21, numRuns: 200 },
    );
  });

  it('agrees with enumeration on a 3 × 4 field', () => {
    const law = isingByEnumeration(3, 4, 0.4);
    const { bits } = pairwiseInformation(environmentOf({ s: { kind: 'ising', rows: 3, columns: 4, coupling: 0.4 } }));
    for (let a = 0; a < 12; a++) {
      for (let b = 0; b < 12; b++) expect(Math.abs(bits[a]![b]! - informationOf(law, a, b))).toBeLessThan(1e-13);
    }
  });

  it('agrees with variable elimination pair by pair where a field, a chain and gates meet', () => {
    const environment = environmentOf({
      field: { kind: 'ising', rows: 3, columns: 5, coupling: 0.35 },
      chain: { kind: 'markov', length: 5, flip: 0.2 },
      row: { kind: 'copy', of: 'chain', flip: 0.1 },
      gate: { kind: 'majority', of: ['field.7', 'chain.3', 'bias'] },
      bias: { kind: 'biased', probability: 0.2 },
      sum: { kind: 'xor', of: ['gate', 'field.14'] },
    });
    const { elements, bits } = pairwiseInformation(environment);
    for (let a = 0; a < elements.length; a += 2) {
      for (let b = a + 1; b < elements.length; b += 3) {
        const expected = informationOf(exactJoint(environment, [a, b]), 0, 1);
        expect(Math.abs(bits[a]![b]! - expected), `${elements[a]} ${elements[b]}`).toBeLessThan(1e-13);
      }
    }
  });

  it('is right on a 4 × 16 strip and on a chain of 64', () => {
    const strip = pairwiseInformation(environmentOf({ s: { kind: 'ising', rows: 4, columns: 16, coupling: 0.4 } }));
    const chain = pairwiseInformation(environmentOf({ m: { kind: 'markov', length: 64, flip: 0.1 } }));
    for (const [a, b] of [
      [0, 1],
      [3, 40],
      [10, 63],
    ] as const) {
      // d flips of probability 0.1 in a row.
      expect(chain.bits[a]![b]).toBeCloseTo(1 - binaryEntropy((1 - 0.8 ** (b - a)) / 2), 13);
    }
    // The strip looks the same from all four sides.
    expect(strip.bits[0]![15]).toBeCloseTo(strip.bits[48]![63]!, 13);
    expect(strip.bits[1]![18]).toBeCloseTo(strip.bits[14]![29]!, 13);
    expect(strip.bits[0]![1]).toBeGreaterThan(strip.bits[0]![2]!);
  });

  it('leaves out pairs whose law needs more than 2^16 entries, and only those', () => {
    // Three gates over two thirds each put every two of 18 bits into one table: once all three are joined by another
    // gate, whichever bit is summed out first meets the 17 others.
    const bit = (i: number): string => `s.${i}`;
    const thirds = [0, 6, 12].map((first) => Array.from({ length: 6 }, (_, i) => bit(first + i)));
    const variables: Record<string, VariableSpec> = {
      s: { kind: 'fair', length: 18 },
      early: { kind: 'xor', of: [...thirds[0]!, ...thirds[1]!] },
      outer: { kind: 'and', of: [...thirds[0]!, ...thirds[2]!] },
      late: { kind: 'majority', of: [...thirds[1]!, ...thirds[2]!] },
      root: { kind: 'and', of: ['early', 'outer', 'late'] },
      apart: { kind: 'markov', length: 2, flip: 0.25 },
    };
    const bits = bitsOf(variables);
    expect(bits('root', 'root')).toBe(null);
    expect(bits('root', 's.3')).toBe(null);
    expect(bits('early', 'root')).toBe(null);
    expect(bits('root', 'apart.0')).toBe(0);
    expect(bits('s.0', 's.1')).toBe(0);
    expect(bits('s.17', 's.17')).toBe(1);
    expect(bits('early', 's.0')).toBe(0);
    // All 12 ones have probability 2^-12; given one of them, 2^-11.
    const [all, given] = [2 ** -12, 2 ** -11];
    expect(bits('outer', 's.17')).toBeCloseTo(binaryEntropy(all) - binaryEntropy(given) / 2, 14);
    expect(bits('outer', 'outer')).toBeCloseTo(binaryEntropy(all), 14);
    // The parity of 12 bits stays fair given 6 of them, so `outer` says nothing about it.
    expect(bits('early', 'outer')).toBeCloseTo(0, 14);
    expect(bits('apart.0', 'apart.1')).toBeCloseTo(1 - binaryEntropy(0.25), 14);
    const environment = environmentOf(variables);
    expect(() => exactJoint(environment, [environment.elements.indexOf('root')])).toThrow(
      'the joint law of root needs a table of more than 2^16 entries',
    );
  });
});
