import { describe, expect, it } from 'vitest';
import { formatDemons } from '../../src/cli/format-demons.js';
import { type DemonSummary, largestTerm } from '../../src/run/results/demon-summary.js';

const value = (mean: number, standardError: number | null = 0.01) => ({ mean, standardError });

const gain = (change: number, terms: { selection: number; transmission: number; drift: number }, error = 0.01) => {
  const ledger = {
    change: value(change, error),
    selection: value(terms.selection),
    transmission: value(terms.transmission),
    drift: value(terms.drift),
    selectionAndTransmission: value(terms.selection + terms.transmission),
    migration: null,
  };
  return { first: value(0.05), last: value(0.05 + change), ledger, largest: largestTerm(ledger) };
};

const pusher: DemonSummary = {
  ...{ demon: 'pusher', kind: 'driver', payload: 'leak', host: 'through', context: 'all' },
  strength: gain(0.4, { selection: -0.05, transmission: 0.43, drift: 0.02 }),
  presence: gain(0.02, { selection: 0, transmission: 0.02, drift: 0 }),
};

describe('what demons gained, in words', () => {
  it('names strength and presence at both ends, and the term that did most of it, where there is a change', () => {
    expect(formatDemons([pusher])).toEqual([
      'pusher (driver): payload leak 0.0500 ±0.0100 bits at 0, 0.4500 ±0.0100 at end: gained 0.4000 ±0.0100, most by transmission ' +
        '(selection -0.0500 ±0.0100, transmission 0.4300 ±0.0100, drift 0.0200 ±0.0100)',
      'pusher: present in 5.0 ±1.0 % of individuals at 0, 7.0 ±1.0 % at end: no change beyond its error ' +
        '(selection 0.0 ±1.0 %, transmission 2.0 ±1.0 %, drift 0.0 ±1.0 %)',
    ]);
  });

  it('says the context where there are several', () => {
    const [first, second, third] = formatDemons([pusher, { ...pusher, context: 'deployment' }]);
    expect(first).toContain('pusher (driver) in all: payload leak');
    expect(second).toContain('pusher in all: present in');
    expect(third).toContain('pusher (driver) in deployment: ');
  });
});

describe('the term with the largest share of a change', () => {
  const terms = { selection: -0.3, transmission: 0.1, drift: -0.1 };
  it('goes in the direction of the change, and is not told of a change within three errors', () => {
    expect(gain(-0.3, terms).largest).toBe('selection');
    expect(gain(0.3, terms).largest).toBe('transmission');
    expect(gain(-0.3, terms, 0.11).largest).toBeNull();
  });
});
