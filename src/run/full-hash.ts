import { createHash } from 'node:crypto';
import { canonicalJson } from '../scenario/identity.js';
import { isExact } from '../simulate/evaluators.js';

/**
 * Hash of all that decides a run's results beside the seed (64 hex digits): the scenario's own under a counting
 * evaluator, since they agree in every count, and another one under `exact`, whose laws have no sampling error.
 *
 * @param scenarioHash hash of what the scenario does
 */
export function fullHash(scenarioHash: string, evaluator: string): string {
  if (!isExact(evaluator)) return scenarioHash;
  return createHash('sha256')
    .update(canonicalJson({ evaluator, scenario: scenarioHash }))
    .digest('hex');
}
