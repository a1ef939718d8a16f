import type { PhaseSpec } from '../scenario/scenario.js';
import type { EvolutionRules } from './evolution.js';

/** Rules and what becomes of them: part of a scenario, small enough to be posted to workers. */
export interface Schedule extends EvolutionRules {
  /** Ascending in `at`. */
  readonly phases: readonly PhaseSpec[];
}

/**
 * The rules of the step whose *parents* are of a generation: those that the run begins with, as replaced by every phase
 * that has begun by then, the later ones overriding the earlier. What no such phase names stays as it was.
 */
export function rulesAt(schedule: Schedule, generation: number): EvolutionRules {
  let { selection, variation } = schedule;
  for (const phase of schedule.phases) {
    if (phase.at > generation) break;
    selection = phase.selection ?? selection;
    variation = phase.variation ?? variation;
  }
  return { population: schedule.population, selection, variation };
}
