import { byCodePoint } from '../../base/order.js';
import { mean } from '../../base/statistics.js';
import { appendRow, type Table } from '../../base/table.js';
import { ALL_CONTEXTS } from '../../scenario/contexts.js';
import { FITNESS } from '../../scenario/fitness.js';
import type { Engine } from '../engine.js';
import { followedChannels, followedDemons } from '../followed.js';
import { presenceOf } from '../presence.js';
import { ledgerCells } from './ledger-cells.js';
import type { Snapshot } from './snapshot.js';

/**
 * Appends the rows of one island: fitness, and the presence of every demon in every context. In the accounts they follow
 * the channels, fitness last; here they stand in the order of context and trait.
 */
export function appendTraits(table: Table, engine: Engine, snapshot: Snapshot, island: number, size: number): void {
  const { generation, fitness, accounts } = snapshot;
  const { arena, blueprint } = engine;
  const { individuals, islands } = arena.shape;
  const { scenario, system } = blueprint;
  const channels = followedChannels(system).length;
  const demons = followedDemons(scenario, system);
  const ofIsland = (values: Float64Array, first: number): Float64Array =>
    values.subarray(first + island * size, first + (island + 1) * size);
  const rows = [
    ...demons.map(({ name, context, payload }, at) => ({
      ...{ context: context.name, trait: name, place: channels + at },
      mean: mean(presenceOf(ofIsland(arena.strength, payload * individuals))),
    })),
    {
      context: contextOfFitness(system.contexts),
      ...{ trait: FITNESS, place: channels + demons.length, mean: mean(ofIsland(fitness, 0)) },
    },
  ].sort((a, b) => byCodePoint(a.context, b.context) || byCodePoint(a.trait, b.trait));
  for (const { place, ...row } of rows) {
    appendRow(table, { generation, island, ...row, ...ledgerCells(accounts, place, island, islands) });
  }
}

/** Fitness is over all contexts; where there is one only, it is of that. */
function contextOfFitness(contexts: readonly { readonly name: string }[]): string {
  return contexts.length === 1 ? contexts[0]!.name : ALL_CONTEXTS;
}
