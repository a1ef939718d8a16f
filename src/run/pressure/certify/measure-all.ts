import type { Genotypes } from '../../../system/enumerate-genotypes.js';
import type { PressurePool } from '../follow.js';
import type { MeasuredGenotypes } from '../task.js';

/** Genotypes in one task: enough to be worth sending, few enough for signals and workers to have their turn. */
const AT_ONCE = 2048;

/**
 * Measures all genotypes that matter in a pool, by exact laws (`stimulus` null) or on the stimulus of one repeat.
 *
 * @param stopped asked between two tasks
 * @returns in the order of their numbers; null where it was stopped
 */
export async function measureAll(
  pool: PressurePool,
  { count }: Genotypes,
  stimulus: number | null,
  stopped: () => Promise<boolean>,
): Promise<MeasuredGenotypes | null> {
  const parts = new Array<MeasuredGenotypes>(Math.ceil(count / AT_ONCE));
  let next = 0;
  let wasStopped = false;
  const lane = async (): Promise<void> => {
    while (next < parts.length && !wasStopped) {
      const part = next++;
      const first = part * AT_ONCE;
      const size = Math.min(AT_ONCE, count - first);
      parts[part] = await pool.enumerate({ kind: 'enumeration', first, count: size, stimulus });
      if (await stopped()) wasStopped = true;
    }
  };
  await Promise.all(Array.from({ length: pool.lanes }, lane));
  if (wasStopped) return null;
  return {
    scores: joined(parts.map(({ scores }) => scores)),
    observables: joined(parts.map(({ observables }) => observables)),
  };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
