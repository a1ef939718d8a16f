import type { Scenario } from '../../scenario/scenario.js';

/** Islands that the jackknife over them needs, at least. */
const LEAST_ISLANDS = 16;

/** Why the map of the bits held by each locus is not defined; null where it is. */
export function whyHeldIsNotDefined(scenario: Scenario): string | null {
  if (scenario.units.kind === 'analog') return 'units are analog: their parameters have no classes of tables';
  if (scenario.genome.ties.length > 0) return 'genome.ties is given: loci are not independent under the prior';
  return whyEarnedIsNotDefined(scenario);
}

/**
 * Why the bits held by the population of a scenario are not defined; null where they are. They bound what was spent only
 * where without selection an individual's law would be π at the last generation, and islands are independent.
 */
export function whyEarnedIsNotDefined(scenario: Scenario): string | null {
  const { genome, stop, population } = scenario;
  const variations = [scenario.variation, ...scenario.phases.flatMap(({ variation }) => variation ?? [])];
  if (genome.begin !== 'prior') return 'genome.begin is a gate: the first population is not drawn from the prior';
  if (stop.when !== null) return 'stop.when is given: the last generation is not fixed in advance';
  for (const part of ['drive', 'copying'] as const) {
    if (variations.some((variation) => variation[part] !== null)) {
      return `variation.${part} is given: without selection the law of an individual does not stay the prior`;
    }
  }
  if (population.migration !== null) return 'population.migration is given: islands are not independent';
  if (population.islands < LEAST_ISLANDS) {
    return `${population.islands} islands; errors over islands need at least ${LEAST_ISLANDS}`;
  }
  return null;
}
