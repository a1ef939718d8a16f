import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../src/base/errors.js';
import type { VariableSpec } from '../../src/scenario/scenario.js';
import { lengthsOf } from '../../src/scenario/variable-lengths.js';
import {
  dependencies,
  referenceLength,
  resolveReference,
  variableLength,
  variableOrder,
} from '../../src/scenario/variables.js';

const fair = (length: number | null = null): VariableSpec => ({ kind: 'fair', length });
const copy = (of: string): VariableSpec => ({ kind: 'copy', of, flip: 0 });
const xor = (...of: string[]): VariableSpec => ({ kind: 'xor', of });

const environment: Record<string, VariableSpec> = {
  gate: xor('chain', 'copied'),
  strip: { kind: 'ising', rows: 2, columns: 3, coupling: 1 },
  copied: copy('chain'),
  chain: { kind: 'markov', length: 6, flip: 0.1 },
  one: copy('strip.5'),
  x: fair(),
  biased: { kind: 'biased', probability: 0.2 },
};

describe('a variable', () => {
  it('is as long as its source says, or as its first operand', () => {
    const lengths = Object.keys(environment).map((name) => [name, variableLength(name, environment)]);
    expect(Object.fromEntries(lengths)).toEqual({ gate: 6, strip: 6, copied: 6, chain: 6, one: 1, x: 1, biased: 1 });
  });

  it('has no length on a cycle or without its operand', () => {
    expect(() => variableLength('a', { a: copy('b'), b: copy('a') })).toThrow(InvariantError);
    expect(() => variableLength('a', { a: copy('nobody') })).toThrow(InvariantError);
    expect(() => variableLength('constructor', {})).toThrow(InvariantError);
  });

  it('depends on the variables of its references, each once', () => {
    expect(dependencies(xor('v.1', 'v.2', 'w', 'v'))).toEqual(['v', 'w']);
    expect(dependencies(fair(3))).toEqual([]);
  });

  it('comes after those it needs, in code-point order among the free ones', () => {
    const shuffled = { b: copy('z'), B: fair(), é: fair(), z: copy('a.0'), a: fair(2), c: xor('b', 'B') };
    expect(variableOrder(shuffled)).toEqual(['B', 'a', 'z', 'b', 'c', 'é']);
    expect(variableOrder(Object.fromEntries(Object.entries(shuffled).reverse()))).toEqual(variableOrder(shuffled));
  });

  it('is left out of the order on a cycle and behind one', () => {
    const cyclic = { x: fair(), a: copy('b'), b: xor('x', 'a'), behind: copy('b'), self: copy('self') };
    expect(variableOrder(cyclic)).toEqual(['x']);
  });

  it('has a known length only where all it needs is known and long enough', () => {
    const partly = {
      v: fair(3),
      good: copy('v.2'),
      far: copy('v.3'),
      lost: copy('nobody'),
      behind: xor('v.0', 'lost'),
      loop: copy('loop'),
    };
    expect(Object.fromEntries(lengthsOf(partly))).toEqual({ v: 3, good: 1 });
  });
});

describe('a reference', () => {
  it('is a whole variable or one element', () => {
    expect(resolveReference('x', environment)).toEqual({ variable: 'x', element: null });
    expect(resolveReference('chain.3', environment)).toEqual({ variable: 'chain', element: 3 });
    expect(referenceLength({ variable: 'chain', element: null }, environment)).toBe(6);
    expect(referenceLength({ variable: 'chain', element: 3 }, environment)).toBe(1);
  });

  it('is undefined for an unknown name or another form', () => {
    for (const text of ['y', 'y.1', 'chain.', 'chain.01', 'chain.-1', 'chain.1.2', '.1', '', 'toString', 'chain.x']) {
      expect(resolveReference(text, environment)).toBeUndefined();
    }
  });
});
