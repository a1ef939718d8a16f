import { createHash } from 'node:crypto';
import { canonicalJson } from '../scenario/identity.js';
import type { Scenario } from '../scenario/scenario.js';
import { isExact } from '../simulate/evaluators.js';

/**
 * Hash of all that decides a run's results beside the seed (64 hex digits): the scenario's own under a counting
 * evaluator, since they agree in every count, and another one under `exact`, whose laws have no sampling error, and for analog
 * units, whose numbers hang on what an evaluator computes in.
 *
 * @param scenarioHash hash of what the scenario does
 */
export function fullHash(scenarioHash: string, evaluator: string, { units }: Pick<Scenario, 'units'>): string {
  if (!isExact(evaluator) && units.kind === 'lut') return scenarioHash;
  return createHash('sha256')
    .update(canonicalJson({ evaluator, scenario: scenarioHash }))
    .digest('hex');
}
