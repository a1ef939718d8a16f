import { describe, expect, it } from 'vitest';
import { bookParents, checkIdentity, closeAccounts, openAccounts } from '../../src/run/accounts.js';
import { createEngine, drawBlueprint } from '../../src/run/engine.js';
import { evolve, type Resumable } from '../../src/run/evolve.js';
import { loadScenario } from '../../src/scenario/load.js';
import { SMALL_SCENARIO } from './scenario-text.js';

const parents = { first: Int32Array.of(0, 1, 2), second: Int32Array.of(-1, -1, -1) };
const parentage = Float64Array.of(0.5, 0.25, 0.25);
/** Σ p log2(3 p) of that parentage. */
const BITS = Math.log2(3) - 1.5;

describe('booking the bits of a step', () => {
  it('multiplies by the draws and signs by the direction', () => {
    const accounts = openAccounts(1, 2);
    const traits = [Float64Array.of(1, 0, 0), Float64Array.of(0, 1, 1), Float64Array.of(3, 2, 2)];
    const info = { bitsPerParent: Float64Array.of(BITS), parentage, parents, arrival: null };
    const breaches: string[] = [];
    for (let step = 0; step < 2; step++) bookParents(accounts, traits, info, 10, (text) => breaches.push(text));
    // Both traits say whether it is the first: their tilt is the parentage itself.
    expect(accounts.bits[0]).toBeCloseTo(20 * BITS, 12);
    expect(accounts.bits[1]).toBeCloseTo(-20 * BITS, 12);
    expect(accounts.bitsJoint[0]).toBeCloseTo(20 * BITS, 10);
    expect(accounts.bitsSpent[0]).toBeCloseTo(20 * BITS, 12);
    expect(accounts.bitsPerParent[0]).toBeCloseTo(2 * BITS, 12);
    expect(accounts.bitsChance[0]).toBeCloseTo((20 * (0.375 - 1 / 3)) / (2 * Math.LN2), 12);
    expect(accounts.terms.selection[2]).toBeCloseTo(2 * (0.5 - 1 / 3), 12);
    expect(breaches).toEqual([]);
  });

  it('counts and tells a step in which a channel costs more than all of selection', () => {
    const accounts = openAccounts(1, 1);
    const traits = [Float64Array.of(1, 0, 0), Float64Array.of(1, 0, 0)];
    const info = { bitsPerParent: Float64Array.of(BITS - 1e-6), parentage, parents, arrival: null };
    const breaches: string[] = [];
    bookParents(accounts, traits, info, 3, (text) => breaches.push(text));
    expect(accounts.breaches).toEqual({ identity: 0, order: 1 });
    expect(breaches[0]).toContain('expected them in ascending order');
  });
});

describe('checking the identity', () => {
  it('has nothing to check at the first row, and then counts every trait and island that does not add up', () => {
    const accounts = openAccounts(2, 1);
    const said: (readonly [number, number])[] = [];
    const check = (...means: number[]): void => {
      checkIdentity(accounts, Float64Array.from(means), (trait, island) => said.push([trait, island]));
      closeAccounts(accounts, Float64Array.from(means));
    };
    check(1, 2, 3, 4);
    accounts.terms.drift.set([0.5, 0, 0, 1]);
    accounts.terms.selection.set([0, 0, 0, -3]);
    check(1.5, 2, 3, 2);
    expect(said).toEqual([]);
    // Rounding passes; the sums begin anew at every row.
    check(1.5 + 1e-12, 2, 3 + 1e-6, 2);
    expect(said).toEqual([[1, 0]]);
    expect(accounts.breaches).toEqual({ identity: 1, order: 0 });
  });
});

describe('a run whose ledger does not add up', () => {
  it('goes on, tells the first breach and counts all', async () => {
    const { scenario } = loadScenario({ text: SMALL_SCENARIO, file: 'small.yaml', overrides: ['measure.every=1'] });
    const engine = createEngine(drawBlueprint(scenario), 0, 'reference');
    let taken: Resumable | undefined;
    await evolve(engine, {
      between: async (generation, resumable) => {
        if (generation === 4) taken = resumable();
        return generation === 4;
      },
    });
    const { accounts } = taken!;
    const tampered = { ...taken!, accounts: { ...accounts, means: accounts.means.map((mean) => mean + 0.5) } };
    const said: string[] = [];
    const evolved = await evolve(engine, { resumeFrom: tampered, onBreach: (text) => said.push(text) });
    expect(evolved.ended).toBe('generations');
    // Two channels and fitness on three islands, at the first row after the tampering only.
    expect(evolved.breaches).toEqual({ identity: 9, order: 0 });
    expect(said.length).toBe(1);
    expect(said[0]).toContain('generation 5, island 0: ledger of leak');
  });
});
