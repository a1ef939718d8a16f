import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenario/load.js';

const text = readFileSync('scenarios/50-gaussian-wire.yaml', 'utf8');
const load = (...overrides: string[]) => loadScenario({ text, file: 'wire.yaml', overrides });

describe('stop.when of analog units', () => {
  it('waits for as much as any channel may be asked for, where strengths are Gaussian', () => {
    expect(load('stop.when={through: 3}').scenario.stop.when).toEqual({ through: 3 });
    // What any port may be asked for: 12 bits.
    expect(load('stop.when={through: 12}').scenario.stop.when).toEqual({ through: 12 });
    expect(() => load('stop.when={through: 12.5}')).toThrow(/at most 12/);
  });

  it('waits for no more than bins can tell', () => {
    expect(load('units.strength={bins: 8}', 'stop.when={through: 3}').scenario.stop.when).toEqual({ through: 3 });
    expect(() => load('units.strength={bins: 4}', 'stop.when={through: 3}')).toThrow(/expected at most 2/);
  });
});
