import { describe, expect, it } from 'vitest';
import { brokenAssumptions, questionsOf } from '../../../../src/run/pressure/certify/claims.js';
import type { Scenario } from '../../../../src/scenario/scenario.js';
import { type Sketch, scenarioOf, systemOf } from '../../../system/scenario-of.js';

const PORTS: Sketch = {
  map: 'AA..BB\nC....D\nC.....',
  lattice: { neighbours: 'west3' },
  environment: {
    x: { kind: 'fair', length: 2 },
    z: { kind: 'fair', length: 2 },
  },
  contexts: { one: { set: {}, weight: 1 }, two: { set: {}, weight: 3 } },
  ports: {
    A: { kind: 'write', variable: 'x' },
    B: { kind: 'read', target: 'x' },
    C: { kind: 'write', variable: 'z' },
    D: { kind: 'read', target: null },
  },
  channels: {
    through: { from: 'A', to: 'B', reward: 1 },
    leak: { from: 'C', to: 'D', reward: null },
    pair: { from: 'C', to: 'B', reward: null },
  },
};
const WITHOUT: Scenario = { ...scenarioOf(PORTS), contexts: { all: { set: {}, weight: 1 } } };
const drive = { region: 'r', toward: 'leak', bias: 0.7 };
const still = { ...WITHOUT.variation, mutation: { perGenome: 0 } };

describe('the questions of a scenario', () => {
  it('are every channel without a reward in every context, each by the column that is its own', () => {
    const scenario = scenarioOf(PORTS);
    const questions = questionsOf({ scenario, system: systemOf(PORTS) });
    // The score, then strengths by context and channel, then influences in the same order.
    const columns = ['score', 'one', 'one', 'one', 'two', 'two', 'two', 'one', 'one', 'one', 'two', 'two', 'two'];
    const channels = systemOf(PORTS).channels.map(({ name }) => name);
    expect(questions).toHaveLength(8);
    for (const { unintended, context, quantity, observable } of questions) {
      expect(columns[observable]).toBe(context);
      expect(channels[(observable - 1) % 3]).toBe(unintended);
      expect(observable > 6).toBe(quantity === 'influence');
    }
    expect(new Set(questions.map(({ observable }) => observable)).size).toBe(8);
  });

  it('know how large a strength can be: the bits of the smaller port', () => {
    const most = (name: string, quantity: string): number =>
      questionsOf({ scenario: scenarioOf(PORTS), system: systemOf(PORTS) }).find(
        (question) => question.unintended === name && question.quantity === quantity,
      )!.most;
    expect([most('leak', 'strength'), most('pair', 'strength')]).toEqual([1, 2]);
    expect([most('leak', 'influence'), most('pair', 'influence')]).toEqual([1, 1]);
  });
});

describe('what the theorems do not cover', () => {
  const broken = (scenario: Partial<Scenario>, on: Parameters<typeof brokenAssumptions>[1] = null, exact = true) =>
    brokenAssumptions({ ...WITHOUT, variation: still, ...scenario }, on, exact).map((text) => text.split(':')[0]);

  it('is that populations are finite, always', () => {
    expect(broken({})).toEqual(['finite populations']);
  });

  it('is what any phase varies, selects by or inherits otherwise', () => {
    const phase = (variation: Partial<Scenario['variation']>) => ({
      phases: [{ at: 1, selection: null, variation: { ...still, ...variation } }],
    });
    expect(broken(phase({ mutation: { perGenome: 0.5 } }))).toContain('mutation');
    expect(broken(phase({ drive }))).toContain('drive');
    expect(broken(phase({ copying: { region: 'r', rate: 0.1 } }))).toContain('copying');
    expect(broken(phase({ crossover: { kind: 'uniform', rate: 0.5 } }))).toContain('recombination');
    expect(broken({ variation: { ...still, drive } })).toContain('drive');
  });

  it('is another reward, or one in other contexts, where the score is of one channel', () => {
    const { contexts } = scenarioOf(PORTS);
    const channels = { ...WITHOUT.channels, leak: { from: 'C', to: 'D', reward: 1 } };
    expect(broken({ channels })).toEqual(['finite populations']);
    expect(broken({ channels }, { channel: 'through', context: null })).toContain('other rewards');
    expect(broken({}, { channel: 'through', context: null })).toEqual(['finite populations']);
    expect(broken({ contexts }, { channel: 'through', context: null })).toEqual(['finite populations']);
    expect(broken({ contexts }, { channel: 'through', context: 'one' })).toContain('rewards in other contexts');
    const unpaid = { one: { set: {}, weight: 1 }, two: { set: {}, weight: 0 } };
    expect(broken({ contexts: unpaid }, { channel: 'through', context: 'one' })).toEqual(['finite populations']);
  });

  it('is the samples by which a run selects', () => {
    expect(broken({}, null, false)).toEqual(['sampled fitness', 'finite populations']);
  });
});
