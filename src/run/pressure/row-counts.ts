import type { System } from '../../system/system.js';
import type { PressureTableName } from './tables.js';

/** Rows of a pressure curve's tables: of as many levels in every repeat, none of them inside a plateau. */
export function curveRowCounts(
  { contexts, channels }: Pick<System, 'contexts' | 'channels'>,
  repeats: number,
  levels: number,
): Record<PressureTableName, number> {
  const followed = 1 + contexts.length * channels.length;
  // The prior is a level too, and of the pooled points one more may be the score up to which all repeats have come.
  return { curve: repeats * (levels + 1) * followed, pooled: (levels + 2) * followed };
}
