import type { RepeatState } from '../../../pressure/splitting/repeat.js';
import type { PressurePool } from '../follow.js';
import type { MeasuredGenotypes, PressureContext } from '../task.js';
import type { Evidence, EvidencePlan } from './evidence.js';
import { genotypeText } from './examples.js';
import { measureAll } from './measure-all.js';

/**
 * Finds what a certificate rests on beside the curve's repeats.
 *
 * @param repeats of the curve; `pilot` one more, null where there are too few of them
 * @param stopped asked between two pieces of work
 * @returns null where it was stopped
 */
export async function gather(
  pool: PressurePool,
  { system }: PressureContext,
  plan: EvidencePlan,
  { repeats, pilot }: { readonly repeats: readonly RepeatState[]; readonly pilot: RepeatState | null },
  stopped: () => Promise<boolean>,
): Promise<Evidence | null> {
  if (plan.kind === 'none') return plan;
  if (plan.kind === 'splitting') return { kind: 'splitting', repeats, pilot };
  const { genotypes } = plan;
  const probability = Float64Array.from({ length: genotypes.count }, (_, g) => genotypes.probability(g));
  if (plan.kind === 'enumeration') {
    const measured = await measureAll(pool, genotypes, null, stopped);
    if (measured === null) return null;
    const { observables } = measured;
    return { kind: 'enumeration', enumerated: { probability, observables, hex: genotypeText(system, genotypes) } };
  }
  const measured: MeasuredGenotypes[] = [];
  for (let stimulus = 0; stimulus <= plan.stimuli; stimulus++) {
    const on = await measureAll(pool, genotypes, stimulus, stopped);
    if (on === null) return null;
    measured.push(on);
  }
  return { kind: 'sampled', genotypes, probability, measured };
}
