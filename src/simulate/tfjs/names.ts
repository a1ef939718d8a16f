import { BACKENDS, type BackendName } from './backend.js';
import type { Wanted } from './open-backend.js';

/** The evaluators that a device stands behind: any backend, one, or any real GPU. */
export const DEVICE_EVALUATORS: readonly string[] = ['tfjs', ...BACKENDS.map((name) => `tfjs:${name}`), 'gpu'];

/** What an evaluator's name asks for; null for one that no device stands behind. */
export function wantedOf(evaluator: string): Wanted | null {
  if (evaluator === 'gpu') return 'gpu';
  if (evaluator === 'tfjs') return 'first';
  const name = evaluator.replace(/^tfjs:/, '');
  return evaluator.startsWith('tfjs:') && BACKENDS.includes(name as BackendName) ? (name as BackendName) : null;
}
