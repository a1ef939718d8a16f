import { appendRow, type Table } from '../../base/table.js';
import { FITNESS } from '../../scenario/fitness.js';
import type { Engine } from '../engine.js';
import { keptScores } from '../kept-scores.js';

/** Appends how many individuals have each value of each score, which the engine's arena holds: values ascending. */
export function appendScores(table: Table, { arena, blueprint }: Engine, generation: number): void {
  const { islands, individuals } = arena.shape;
  const size = individuals / islands;
  const scores = [
    { score: FITNESS, values: arena.fitness },
    ...keptScores(blueprint.system).map(({ name }, place) => ({
      score: name,
      values: arena.paying.subarray(place * individuals, (place + 1) * individuals),
    })),
  ];
  for (let island = 0; island < islands; island++) {
    for (const { score, values } of scores) {
      const ascending = values.slice(island * size, (island + 1) * size).sort();
      let first = 0;
      for (let i = 1; i <= size; i++) {
        if (i < size && ascending[i] === ascending[first]) continue;
        appendRow(table, { generation, island, score, value: ascending[first]!, individuals: i - first });
        first = i;
      }
    }
  }
}
