import { describe, expect, it } from 'vitest';
import { sampleBit } from '../../src/base/planes.js';
import { rootKey } from '../../src/base/streams.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import { elementsOf } from '../../src/system/environment/elements-of.js';
import { exactJoint } from '../../src/system/environment/exact-joint.js';
import { sampleEnvironment } from '../../src/system/environment/sample-environment.js';
import { environmentOf, fair } from './environment-of.js';

const key = rootKey('environment');

/** The planes of all elements by name, of one generation. */
function draw(variables: Scenario['environment'], words: number, generation = 0): Map<string, Uint32Array> {
  const environment = environmentOf(variables);
  // What stood in the planes before must not matter.
  const out = new Uint32Array(environment.elements.length * words).fill(0x5a5a5a5a);
  sampleEnvironment(environment, key, generation, words, out);
  return new Map(environment.elements.map((name, e) => [name, out.slice(e * words, (e + 1) * words)]));
}

/** The bits of all elements for each sample, [sample][element]. */
function rows(variables: Scenario['environment'], words: number): number[][] {
  const planes = [...draw(variables, words).values()];
  return Array.from({ length: words * 32 }, (_, sample) => planes.map((plane) => sampleBit(plane, sample)));
}

describe('the environment in bits', () => {
  const variables: Scenario['environment'] = {
    x: fair,
    B: { kind: 'fair', length: 2 },
    m: { kind: 'xor', of: ['B', 'chain'] },
    chain: { kind: 'markov', length: 2, flip: 0.1 },
    one: { kind: 'fair', length: 1 },
    bit: { kind: 'and', of: ['B.1', 'x'] },
    copied: { kind: 'copy', of: 'B', flip: 0 },
    field: { kind: 'ising', rows: 1, columns: 2, coupling: 0.4 },
  };

  it('goes by code points of the names; vectors are numbered, scalars are not', () => {
    const environment = environmentOf(variables);
    expect(environment.elements).toEqual([
      'B.0',
      'B.1',
      'bit',
      'chain.0',
      'chain.1',
      'copied.0',
      'copied.1',
      'field.0',
      'field.1',
      'm.0',
      'm.1',
      'one.0',
      'x',
    ]);
    expect(environment.variables.map(({ name, firstElement, length }) => [name, firstElement, length])).toEqual([
      ['B', 0, 2],
      ['bit', 2, 1],
      ['chain', 3, 2],
      ['copied', 5, 2],
      ['field', 7, 2],
      ['m', 9, 2],
      ['one', 11, 1],
      ['x', 12, 1],
    ]);
  });

  it('resolves operands to the elements they stand for', () => {
    const environment = environmentOf(variables);
    const operands = Object.fromEntries(environment.variables.map((variable) => [variable.name, variable.operands]));
    expect(operands).toEqual({
      B: [],
      bit: [[1], [12]],
      chain: [],
      copied: [[0, 1]],
      field: [],
      m: [
        [0, 1],
        [3, 4],
      ],
      one: [],
      x: [],
    });
    expect(elementsOf(environment, 'chain')).toEqual([3, 4]);
    expect(elementsOf(environment, 'chain.1')).toEqual([4]);
    expect(() => elementsOf(environment, 'chain.2')).toThrow(/chain\.2 stands for nothing/);
    expect(() => elementsOf(environment, 'nobody')).toThrow(/nobody stands for nothing/);
  });
});

describe('what is drawn', () => {
  it('obeys the gates in every sample, also where operands repeat and where ties occur', () => {
    const planes = rows(
      {
        a: fair,
        b: { kind: 'biased', probability: 0.7 },
        c: fair,
        d: fair,
        e: { kind: 'and', of: ['a', 'b', 'c'] },
        f: { kind: 'or', of: ['a', 'b'] },
        g: { kind: 'xor', of: ['a', 'b', 'c'] },
        h: { kind: 'majority', of: ['a', 'b', 'c'] },
        i: { kind: 'majority', of: ['a', 'b', 'c', 'd'] },
        j: { kind: 'xor', of: ['a', 'a'] },
        k: { kind: 'majority', of: ['a', 'a', 'a', 'b', 'c', 'd', 'b'] },
        l: { kind: 'majority', of: ['c'] },
        m: { kind: 'copy', of: 'h', flip: 0 },
        n: { kind: 'copy', of: 'h', flip: 1 },
      },
      16,
    );
    const seen = new Set<string>();
    for (const [a, b, c, d, ...computed] of planes as [number, number, number, number, ...number[]][]) {
      seen.add(`${a}${b}${c}${d}`);
      const most = (...bits: number[]): number => (bits.filter((bit) => bit === 1).length > bits.length / 2 ? 1 : 0);
      const h = most(a, b, c);
      expect(computed).toEqual([
        a & b & c,
        a | b,
        (a + b + c) % 2,
        h,
        most(a, b, c, d),
        0,
        most(a, a, a, b, c, d, b),
        c,
        h,
        1 - h,
      ]);
    }
    expect(seen.size).toBe(16);
  });

  it('combines vectors element by element', () => {
    const planes = draw(
      {
        v: { kind: 'fair', length: 3 },
        w: { kind: 'markov', length: 3, flip: 0.2 },
        z: { kind: 'xor', of: ['v', 'w'] },
      },
      4,
    );
    for (let i = 0; i < 3; i++) {
      const expected = planes.get(`v.${i}`)!.map((word, w) => word ^ planes.get(`w.${i}`)![w]!);
      expect([...planes.get(`z.${i}`)!]).toEqual([...expected]);
    }
  });

  it('follows the exact law, every pattern of all elements', () => {
    const cases: Scenario['environment'][] = [
      {
        // Asymmetric on purpose: names against the order of computation, unequal probabilities.
        z: { kind: 'biased', probability: 0.3 },
        a: { kind: 'copy', of: 'z', flip: 0.15 },
        q: { kind: 'or', of: ['a', 'y'] },
        y: fair,
      },
      { chain: { kind: 'markov', length: 4, flip: 0.2 }, again: { kind: 'copy', of: 'chain.2', flip: 0.4 } },
      { field: { kind: 'ising', rows: 2, columns: 3, coupling: 0.4 } },
      { field: { kind: 'ising', rows: 3, columns: 2, coupling: -0.7 } },
      { pair: { kind: 'fair', length: 2 }, noisy: { kind: 'copy', of: 'pair', flip: 0.1 } },
    ];
    for (const variables of cases) {
      const words = 2048;
      const samples = words * 32;
      const environment = environmentOf(variables);
      const counts = new Float64Array(2 ** environment.elements.length);
      for (const bits of rows(variables, words)) counts[bits.reduce((cell, bit, e) => cell + (bit << e), 0)]!++;
      const law = exactJoint(environment, [...environment.elements.keys()]);
      counts.forEach((count, cell) => {
        const p = law[cell]!;
        // A binomial count: 5 standard deviations, for about 150 cells in all with a fixed seed; never where p = 0.
        expect(Math.abs(count - samples * p)).toBeLessThanOrEqual(5 * Math.sqrt(samples * p * (1 - p)));
      });
    }
  });

  it('is independent from sample to sample and from generation to generation', () => {
    const variables: Scenario['environment'] = { s: { kind: 'ising', rows: 2, columns: 2, coupling: 0.5 }, x: fair };
    const words = 1024;
    const now = draw(variables, words, 3);
    const next = draw(variables, words, 4);
    for (const name of ['s.0', 's.3', 'x']) {
      const plane = now.get(name)!;
      for (const shifted of [
        next.get(name)!,
        plane.map((word) => (word << 1) | (word >>> 31)),
        plane.map((word) => (word << 4) | (word >>> 28)),
      ]) {
        let agree = 0;
        for (let sample = 0; sample < words * 32; sample++) {
          if (sampleBit(plane, sample) === sampleBit(shifted, sample)) agree++;
        }
        // Fair bits agree half of the time: 4 standard deviations of the frequency.
        expect(Math.abs(agree / (words * 32) - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / (words * 32)));
      }
    }
  });

  it('has an address for each element: more samples or other computations change nothing', () => {
    const base: Scenario['environment'] = {
      a: { kind: 'ising', rows: 2, columns: 3, coupling: 0.4 },
      b: { kind: 'biased', probability: 0.3 },
      c: fair,
    };
    const short = draw(base, 4, 2);
    const long = draw(
      { ...base, d: { kind: 'copy', of: 'a.1', flip: 0.2 }, e: { kind: 'xor', of: ['b', 'c'] } },
      12,
      2,
    );
    for (const [name, plane] of short) expect([...long.get(name)!.slice(0, 4)]).toEqual([...plane]);
  });

  it('is drawn in an order that respects what is computed from what, whatever the names', () => {
    const forwards = draw({ a: fair, b: { kind: 'copy', of: 'a', flip: 0 }, c: { kind: 'copy', of: 'b', flip: 0 } }, 8);
    const backwards = draw(
      { c: fair, b: { kind: 'copy', of: 'c', flip: 0 }, a: { kind: 'copy', of: 'b', flip: 0 } },
      8,
    );
    expect([...forwards.get('c')!]).toEqual([...forwards.get('a')!]);
    expect([...backwards.get('a')!]).toEqual([...backwards.get('c')!]);
    // The source's address is its place among the names.
    expect([...backwards.get('c')!]).not.toEqual([...forwards.get('a')!]);
  });

  it('keeps its addresses under names that keep their order', () => {
    const named = draw(
      { a: fair, m: { kind: 'markov', length: 3, flip: 0.1 }, z: { kind: 'copy', of: 'm', flip: 0.2 } },
      8,
    );
    const renamed = draw(
      { K: fair, b: { kind: 'markov', length: 3, flip: 0.1 }, é: { kind: 'copy', of: 'b', flip: 0.2 } },
      8,
    );
    expect([...renamed.values()]).toEqual([...named.values()]);
  });
});
