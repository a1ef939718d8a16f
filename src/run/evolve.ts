import { mean } from '../base/statistics.js';
import { type Cell, emptyTable, type Table } from '../base/table.js';
import { init, type PopulationState, step } from '../evolution/evolution.js';
import { parentDraws } from '../evolution/parents.js';
import { rulesAt } from '../evolution/rules-at.js';
import type { ClassMap } from '../pressure/held/class-map.js';
import { FITNESS } from '../scenario/fitness.js';
import {
  type Accounts,
  type Breaches,
  bookChildren,
  bookParents,
  checkIdentity,
  closeAccounts,
  openAccounts,
} from './accounts.js';
import type { Engine } from './engine.js';
import { followedChannels, followedDemons } from './followed.js';
import { presenceOf } from './presence.js';
import { appendConstraint } from './results/constraint-rows.js';
import { appendCoupling } from './results/coupling-rows.js';
import { appendEnvironment } from './results/environment-rows.js';
import { appendHeld, createClassMap, type Held, heldOf } from './results/held-rows.js';
import { appendRows } from './results/rows.js';
import { appendScores } from './results/score-rows.js';
import type { Snapshot } from './results/snapshot.js';
import { type TableName, tableSpecs } from './results/tables.js';

/** A run ends at its last generation, or once `stop.when` is fulfilled. */
export type Ending = 'generations' | 'when';

/** All that a run needs to go on from a generation as if it had never stopped: what a checkpoint holds. */
export interface Resumable extends Snapshot {
  /** Strength `Float64Array [context][channel][individual]`, bits: what the ledger of the next step begins with. */
  readonly strength: Float64Array;
  /** Why the run is already at its end; null while it is not. */
  readonly ended: Ending | null;
  /** The tables' columns so far. */
  readonly tables: Readonly<Record<TableName, Cell[][]>>;
}

export interface Progress {
  readonly generation: number;
  readonly generations: number;
  readonly fitness: number;
}

export interface EvolveOptions {
  readonly resumeFrom?: Resumable | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Told of the first breach of each kind of a relation that must hold; all are counted in {@link Evolved.breaches}. */
  readonly onBreach?: ((text: string) => void) | undefined;
  /** Told of the first generation in which some individuals' measures are not finite. */
  readonly onOverflow?: ((generation: number, individuals: number) => void) | undefined;
  /**
   * Called between two generations, with a way to take what a checkpoint needs; true stops the run there.
   */
  readonly between?: ((generation: number, resumable: () => Resumable) => Promise<boolean>) | undefined;
}

export interface Evolved {
  /** Null where `between` stopped it before its end. */
  readonly ended: Ending | null;
  readonly generation: number;
  readonly tables: Readonly<Record<TableName, Table>>;
  readonly breaches: Readonly<Breaches>;
  /** Individuals over all generations whose measures were not finite. */
  readonly overflowed: number;
  /** Bits held by the last population; null where `between` stopped it. */
  readonly held: Held | null;
  /** The last state as a checkpoint would hold it. */
  readonly resumable: () => Resumable;
}

const tableNames = Object.keys(tableSpecs) as TableName[];

function openTables(stored: Resumable['tables'] | undefined): Record<TableName, Table> {
  const open = (name: TableName): Table =>
    stored === undefined ? emptyTable(tableSpecs[name]) : { spec: tableSpecs[name], columns: stored[name] };
  return Object.fromEntries(tableNames.map((name) => [name, open(name)])) as Record<TableName, Table>;
}

/**
 * Evolves a population from its first generation, or from where a checkpoint left it, to the end, and fills the result
 * tables. The same tables come out wherever the work is done and however often it was interrupted.
 */
export async function evolve(engine: Engine, options: EvolveOptions = {}): Promise<Evolved> {
  const { scenario, key, system } = engine.blueprint;
  const { generations } = scenario.stop;
  const { islands, size } = scenario.population;
  const { individuals } = engine.arena.shape;
  const { resumeFrom, onProgress, onBreach, onOverflow, between } = options;
  /** The traits before fitness: every channel in every context, then the presence of every demon likewise. */
  const followed = followedChannels(system);
  const demons = followedDemons(scenario, system);
  const traitNames = [
    ...followed.map(({ channel, context }) => ({ name: channel.name, context })),
    ...demons.map(({ name, context }) => ({ name: `presence of ${name}`, context })),
  ].map(({ name, context }) => (system.contexts.length === 1 ? name : `${name} in ${context.name}`));
  const nameOf = (trait: number): string => traitNames[trait] ?? FITNESS;
  const tables = openTables(resumeFrom?.tables);
  const accounts: Accounts =
    resumeFrom === undefined
      ? openAccounts(islands, followed.length, demons.length)
      : structuredClone(resumeFrom.accounts);
  const sayOnce = (kind: keyof Breaches, text: string): void => {
    if (accounts.breaches[kind] === 1) onBreach?.(`${text} (later ones of this kind are only counted)`);
  };

  /** Over contexts by their weights. */
  const meanStrength = (name: string): number =>
    followed.reduce(
      (sum, { context, channel }, trait) => (channel.name === name ? sum + context.weight * mean(traits[trait]!) : sum),
      0,
    );
  const strongEnough = (): boolean =>
    scenario.stop.when !== null &&
    Object.entries(scenario.stop.when).every(([name, bits]) => meanStrength(name) >= bits);

  const classMapOf = createClassMap(engine.blueprint);
  /** Of the latest rows that were made here. */
  let classMap: ClassMap | null = null;
  let state: PopulationState;
  /** Strength in every context and channel, presence likewise, and fitness: `[trait]`, each `Float64Array [island][individual]`. */
  let traits: readonly Float64Array[];
  // Copied out of the arena, since the ledger needs the parents' after their children are measured there.
  const takeTraits = (): Float64Array[] => {
    const strengths = followed.map((_, trait) =>
      engine.arena.strength.slice(trait * individuals, (trait + 1) * individuals),
    );
    return [...strengths, ...demons.map(({ payload }) => presenceOf(strengths[payload]!)), state.fitness];
  };
  let ended: Ending | null = resumeFrom?.ended ?? null;
  const resumable = (): Resumable => ({
    generation: state.generation,
    loci: state.loci.slice(),
    fitness: state.fitness.slice(),
    descentBits: state.descentBits.slice(),
    accounts: structuredClone(accounts),
    strength: engine.arena.strength.slice(),
    ended,
    tables: Object.fromEntries(tableNames.map((name) => [name, tables[name].columns])) as Record<TableName, Cell[][]>,
  });
  /** Looks at a generation just measured: is it the end, and are rows due? */
  const concludeGeneration = async (): Promise<void> => {
    const { generation } = state;
    const overflowed = engine.arena.overflowed.reduce((sum, mark) => sum + mark, 0);
    if (overflowed > 0 && accounts.overflowed.count === 0) onOverflow?.(generation, overflowed);
    accounts.overflowed.count += overflowed;
    if (strongEnough()) ended = 'when';
    else if (generation >= generations) ended = 'generations';
    if (ended !== null || generation % scenario.measure.every === 0) {
      const means = meansOverIslands(traits, islands);
      checkIdentity(accounts, means, (trait, island, text) => {
        sayOnce('identity', `generation ${generation}, island ${island}: ledger of ${nameOf(trait)}: ${text}`);
      });
      await engine.survey(generation, state.loci);
      appendRows(tables, engine, { ...state, accounts });
      classMap = classMapOf(state.loci);
      appendHeld(tables.held, engine.blueprint, generation, classMap);
      if (generation === 0 || ended !== null) {
        await engine.constrain(generation, state.loci);
        appendConstraint(tables.constraint, engine, generation);
        appendScores(tables.scores, engine, generation);
      }
      await appendCoupling(tables, engine, generation, state.loci);
      closeAccounts(accounts, means);
    }
    onProgress?.({ generation, generations, fitness: mean(state.fitness) });
  };

  if (resumeFrom === undefined) {
    appendEnvironment(tables.environment, system.environment);
    state = await init(engine.drawFirst);
    traits = takeTraits();
    await concludeGeneration();
  } else {
    state = {
      generation: resumeFrom.generation,
      loci: engine.restore(resumeFrom.generation, resumeFrom.loci),
      fitness: resumeFrom.fitness,
      descentBits: resumeFrom.descentBits,
    };
    engine.arena.strength.set(resumeFrom.strength);
    traits = takeTraits();
  }
  while (ended === null && !(await between?.(state.generation, resumable))) {
    const before = traits;
    const generation = state.generation + 1;
    const rules = rulesAt(scenario, state.generation);
    const draws = parentDraws(size, rules.variation);
    const { state: next, info } = await step(state, rules, key, engine.breedAndEvaluate, (parentsInfo) =>
      bookParents(accounts, before, parentsInfo, draws, (text) =>
        sayOnce('order', `bits of the step to generation ${generation}, ${text}`),
      ),
    );
    state = next;
    traits = takeTraits();
    bookChildren(accounts, before, traits, info);
    await concludeGeneration();
  }
  return {
    ended,
    generation: state.generation,
    tables,
    // A run that was resumed at its end has made no rows here.
    held: ended === null ? null : heldOf(engine.blueprint, classMap ?? classMapOf(state.loci)),
    breaches: accounts.breaches,
    overflowed: accounts.overflowed.count,
    resumable,
  };
}

/** `[trait][island]`: the means that the rows show. */
function meansOverIslands(traits: readonly Float64Array[], islands: number): Float64Array {
  return Float64Array.from({ length: traits.length * islands }, (_, place) => {
    const z = traits[Math.floor(place / islands)]!;
    const size = z.length / islands;
    const island = place % islands;
    return mean(z.subarray(island * size, (island + 1) * size));
  });
}
