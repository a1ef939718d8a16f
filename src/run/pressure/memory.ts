import { UserError } from '../../base/errors.js';
import { pressureOf } from '../../scenario/pressure.js';
import { contextStimuliWords } from '../../simulate/stimulus.js';
import { genotypeWords } from '../../system/genome.js';
import { memoryObstacle } from '../machine-memory.js';
import { MEMORY_MARGIN, PROGRAM_BYTES_PER_PAIR } from '../memory.js';
import type { EvidencePlan } from './certify/evidence.js';
import type { PressureContext } from './task.js';

/** Levels that repeats are expected to take where only a strength says how far: far more than was ever seen. */
const MANY_LEVELS = 200;

/** Copies of the particles that a worker has at once: as sent, as resampled, as proposed, and one to answer with. */
const COPIES = 4;

/** Bytes of what is measured of all genotypes, each time that they are. */
function enumerationBytes(plan: EvidencePlan, observables: number): number {
  if (plan.kind !== 'enumeration' && plan.kind !== 'sampled') return 0;
  const times = plan.kind === 'sampled' ? plan.stimuli + 1 : 1;
  return 8 * plan.genotypes.count * (1 + times * (1 + observables));
}

/**
 * Bytes that a pressure curve takes: what every repeat keeps of its levels, what every worker works on, and what its
 * certificate rests on.
 */
export function pressureBytes({ scenario, system }: PressureContext, workers: number, plan: EvidencePlan): number {
  const { particles, repeats, keep, until } = pressureOf(scenario);
  const levels = until.kind === 'bits' ? Math.ceil(until.value / -Math.log2(keep)) + 1 : MANY_LEVELS;
  const population = 4 * particles * genotypeWords(system.genome);
  const observables = 1 + 2 * system.contexts.length * system.channels.length;
  const record = 8 * particles * (1 + observables);
  const worker =
    COPIES * (population + record) +
    2 * 4 * contextStimuliWords(system, scenario.measure.samples) +
    2 * PROGRAM_BYTES_PER_PAIR * system.cone.pairCount;
  // One repeat more is the pilot of a certificate by splitting.
  const kept = (repeats + 1) * (population + levels * record) + enumerationBytes(plan, observables);
  return MEMORY_MARGIN * (kept + Math.max(1, workers) * worker);
}

/** Refuses a pressure curve that this machine has not the memory for, before anything is allocated. */
export function checkPressureMemory(context: PressureContext, workers: number, plan: EvidencePlan, sharing = 1): void {
  const obstacle = memoryObstacle(pressureBytes(context, workers, plan), sharing);
  if (obstacle === null) return;
  throw new UserError(
    `${context.scenario.name}: ${obstacle}: lower pressure.particles, pressure.repeats or measure.samples, or use fewer workers`,
  );
}
