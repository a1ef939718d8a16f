import { sampleSizes } from '../coupling/plan.js';
import type { Blueprint } from '../engine.js';
import { followedChannels, followedDemons } from '../followed.js';
import { keptScores } from '../kept-scores.js';
import { MOST_ELEMENTS } from './environment-rows.js';
import type { TableName } from './tables.js';

/**
 * Rows of a run's tables, found without running it: exactly as many as there will be, but for `scores`, which has one for
 * each value that occurs, and so at most one for each individual.
 *
 * @param measured generations that get rows, the first and the last among them
 */
export function rowCounts(blueprint: Blueprint, measured: number): Record<TableName, number> {
  const { scenario, system, shape, readings } = blueprint;
  const { contexts, ports, genome, environment } = system;
  const { islands, individuals, coupling } = shape;
  const { pairs } = coupling;
  const ends = Math.min(2, measured);
  const elements = environment.elements.length;
  const couples = pairs.length * (islands + 1);
  const { genotypes } = sampleSizes(coupling, islands);
  return {
    generations: measured * islands,
    channels: measured * islands * followedChannels(system).length,
    traits: measured * islands * (1 + followedDemons(scenario, system).length),
    matrix: measured * contexts.length * ports.write.length * ports.read.length,
    footprint: measured * contexts.length * readings.footprint.places.length,
    champions: measured * islands,
    held: measured * genome.locusCount,
    constraint: ends * islands * contexts.length * genome.locusCount,
    scores: ends * individuals * (1 + keptScores(system).length),
    coupling: couples * (measured + (genotypes > 0 ? 2 : 0)),
    slopes: couples,
    environment: elements > MOST_ELEMENTS ? 0 : (elements * (elements + 1)) / 2,
  };
}
