import { describe, expect, it } from 'vitest';
import { rootKey } from '../../../src/base/streams.js';
import { repeatKey } from '../../../src/pressure/splitting/repeat.js';
import { createPressureRunner, type MeasuredGenotypes, problemOf } from '../../../src/run/pressure/task.js';
import { buildSystem } from '../../../src/system/build-system.js';
import { enumerateGenotypes } from '../../../src/system/enumerate-genotypes.js';
import { type Sketch, scenarioOf } from '../../system/scenario-of.js';

const SKETCH: Sketch = {
  map: 'A.B\n###',
  lattice: {
    neighbours: [
      [0, -1],
      [1, -1],
    ],
  },
};
const key = rootKey('tasks');
const scenario = scenarioOf(SKETCH);
const system = buildSystem(scenario, key);
const context = { scenario, system, key, evaluator: 'reference' };
const run = createPressureRunner(context);
const measured = (stimulus: number | null, first = 0, count = 256): MeasuredGenotypes =>
  run({ kind: 'enumeration', first, count, stimulus }) as MeasuredGenotypes;

/** The same from the scenario's problem and all genotypes at once. */
function plainly(stimulus: number | null) {
  const problem = problemOf({ ...context, evaluator: stimulus === null ? 'exact' : 'plain' });
  const genotypes = enumerateGenotypes(system, 256);
  if (!('count' in genotypes)) throw new RangeError('expected all 256 genotypes');
  const loci = new Uint32Array(256 * problem.words);
  for (let g = 0; g < 256; g++) genotypes.write(g, loci, g * problem.words);
  const scores = new Float64Array(256);
  const observables = new Float64Array(256 * problem.observableCount);
  if (stimulus !== null) problem.prepare(repeatKey(key, stimulus));
  problem.score(loci, 256, scores, new Float64Array(256));
  problem.observe(loci, 256, observables);
  return { scores, observables };
}

describe('genotypes measured in a task', () => {
  it('are those of all that were asked for, from the first on', () => {
    const all = measured(3);
    const part = measured(3, 100, 50);
    expect(part.scores).toEqual(all.scores.slice(100, 150));
    expect(part.observables).toEqual(all.observables.slice(300, 450));
    expect(part.scores).not.toEqual(all.scores.slice(0, 50));
  });

  it('have the score of the stimulus that selects, and what is observed on the other, of the repeat asked for', () => {
    for (const stimulus of [5, 2]) expect(measured(stimulus)).toEqual(plainly(stimulus));
    const { scores, observables } = measured(5);
    expect(scores).not.toEqual(measured(2).scores);
    // The score observed is the same score on other samples.
    expect(scores).not.toEqual(scores.map((_, g) => observables[g * 3]!));
  });

  it('have exact laws where no stimulus is asked for, whatever the evaluator', () => {
    expect(measured(null)).toEqual(plainly(null));
    const { scores, observables } = measured(null);
    expect(scores).toEqual(scores.map((_, g) => observables[g * 3]!));
  });
});
