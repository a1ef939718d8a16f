import type { Table } from '../../base/table.js';
import type { Blueprint } from '../engine.js';
import { insideOf } from './inside.js';
import { type MatchSummary, matchSummaries } from './match-summary.js';
import { type RedundancySummary, redundancySummaries } from './redundancy-summary.js';

/** What formed inside, held against what is outside. */
export interface Correspondence {
  readonly match: readonly MatchSummary[];
  readonly redundancy: readonly RedundancySummary[];
}

/** @param matrix the run's matrix table @param exact whether strengths are without sampling error */
export function correspondence(
  blueprint: Blueprint,
  matrix: Table,
  generation: number,
  exact: boolean,
): Correspondence {
  const ends = {
    generation,
    first: insideOf(matrix, 0),
    last: insideOf(matrix, generation),
    samples: exact ? null : blueprint.scenario.measure.samples,
  };
  return { match: matchSummaries(blueprint, ends), redundancy: redundancySummaries(blueprint, ends) };
}
