import { loadScenario } from '../../src/scenario/load.js';
import type { Point, Sweep } from '../../src/sweep/design/records.js';
import { SMALL_SCENARIO } from '../run/scenario-text.js';

/** A point of a sweep by hand, its seed 100 + its index. */
export function pointOf(index: number, overrides: readonly string[] = []): Point {
  const id = `${String(index).padStart(2, '0')}${'abcdef0123456789ab'}`;
  return { index, coordinates: [index], replicate: 0, overrides, seed: String(100 + index), id };
}

/** A sweep of the small scenario, by hand: so many runs that differ in their seeds. */
export function smallSweep(points: number | readonly Point[], changes: Partial<Sweep> = {}): Sweep {
  const overrides = ['stop.generations=6', 'measure.prior=1'];
  const { scenario, hash } = loadScenario({ text: SMALL_SCENARIO, file: 'small.yaml', overrides });
  return {
    name: 'small',
    given: { overrides: [], seed: null, evaluator: null },
    ...{ file: 'sweep.yaml', text: 'name: small\n' },
    base: { file: 'small.yaml', text: SMALL_SCENARIO, overrides, hash, seed: String(scenario.seed) },
    axes: [{ name: 'place', type: 'integer' }],
    points: typeof points === 'number' ? Array.from({ length: points }, (_, index) => pointOf(index)) : points,
    ...{ commands: ['run'], evaluator: null, retries: 2, checkpoint: 10, lease: { beat: 10, stale: 120 } },
    ...changes,
  };
}
