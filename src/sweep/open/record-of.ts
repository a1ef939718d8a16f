import { createHash } from 'node:crypto';
import { loadScenario } from '../../scenario/load.js';
import type { Json } from '../../store/json.js';
import { evaluatorInResults } from '../design/evaluator-in-results.js';
import type { Sweep } from '../design/records.js';
import { SWEEP_VERSION, type SweepRecord } from './record.js';

/** What a sweep's record is to be, no point of it checked yet. */
export function recordOf(sweep: Sweep): SweepRecord {
  const { base, commands, given, points } = sweep;
  const { scenario } = loadScenario({ ...base, ...(given.seed === null ? {} : { seed: given.seed }) });
  const ids = createHash('sha256');
  for (const { id } of points) ids.update(id);
  return {
    ...{ sweepVersion: SWEEP_VERSION, name: sweep.name, created: new Date().toISOString() },
    base: { file: base.file, hash: base.hash, seed: base.seed, scenario: scenario as unknown as Json },
    evaluator: evaluatorInResults(sweep.evaluator, scenario.units.kind === 'analog'),
    ...{ commands, given, design: { hash: ids.digest('hex'), points: points.length, checked: 0 } },
  };
}
