import { describe, expect, it } from 'vitest';
import { rulesAt, type Schedule } from '../../src/evolution/rules-at.js';
import type { SelectionSpec, VariationSpec } from '../../src/scenario/scenario.js';

const population = { size: 10, islands: 2, migration: null };
const tournament: SelectionSpec = { scheme: 'tournament', size: 3 };
const rank: SelectionSpec = { scheme: 'rank', pressure: 1.5 };
const none: SelectionSpec = { scheme: 'none' };
const asexual: VariationSpec = {
  mutation: { perGenome: 1 },
  crossover: { kind: 'none', rate: 0 },
  drive: null,
  copying: null,
};
const sexual: VariationSpec = {
  mutation: { perGenome: 0 },
  crossover: { kind: 'uniform', rate: 0.5 },
  drive: null,
  copying: null,
};

describe('the rules of a step', () => {
  it('are those of the scenario where there are no phases', () => {
    const schedule: Schedule = { population, selection: tournament, variation: asexual, phases: [] };
    for (const generation of [0, 1, 1000]) {
      expect(rulesAt(schedule, generation)).toEqual({ population, selection: tournament, variation: asexual });
    }
  });

  it('change once parents are of a phase’s generation; what the phase does not name stays as it was', () => {
    const schedule: Schedule = {
      population,
      selection: tournament,
      variation: asexual,
      phases: [
        { at: 2, selection: rank, variation: null },
        { at: 5, selection: null, variation: sexual },
        { at: 6, selection: none, variation: null },
      ],
    };
    const found = [0, 1, 2, 4, 5, 6, 7].map((generation) => {
      const { selection, variation } = rulesAt(schedule, generation);
      return [selection.scheme, variation.crossover.kind];
    });
    expect(found).toEqual([
      ['tournament', 'none'],
      ['tournament', 'none'],
      ['rank', 'none'],
      ['rank', 'none'],
      ['rank', 'uniform'],
      ['none', 'uniform'],
      ['none', 'uniform'],
    ]);
  });
});
