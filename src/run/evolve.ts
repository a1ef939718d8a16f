import { mean } from '../base/statistics.js';
import { type Cell, emptyTable, type Table } from '../base/table.js';
import { init, type PopulationState, step } from '../evolution/evolution.js';
import { parentDraws } from '../evolution/parents.js';
import { rulesAt } from '../evolution/rules-at.js';
import type { ClassMap } from '../pressure/held/class-map.js';
import { appendConstraint } from './constraint-rows.js';
import type { Engine } from './engine.js';
import { appendEnvironment } from './environment-rows.js';
import { appendHeld, createClassMap, type Held, heldOf } from './held-rows.js';
import { appendRows, type Snapshot } from './rows.js';
import { appendScores } from './score-rows.js';
import { type TableName, tableSpecs } from './tables.js';

/** A run ends at its last generation, or once `stop.when` is fulfilled. */
export type Ending = 'generations' | 'when';

/** All that a run needs to go on from a generation as if it had never stopped: what a checkpoint holds. */
export interface Resumable extends Snapshot {
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
  const { resumeFrom, onProgress, between } = options;
  const tables = openTables(resumeFrom?.tables);
  const bitsPerParent = resumeFrom?.bitsPerParent.slice() ?? new Float64Array(islands);
  const bitsSpent = resumeFrom?.bitsSpent.slice() ?? new Float64Array(islands);

  const meanStrength = (name: string): number => {
    const c = system.channels.findIndex((channel) => channel.name === name);
    const { individuals } = engine.arena.shape;
    return mean(engine.arena.strength.subarray(c * individuals, (c + 1) * individuals));
  };
  const strongEnough = (): boolean =>
    scenario.stop.when !== null &&
    Object.entries(scenario.stop.when).every(([name, bits]) => meanStrength(name) >= bits);

  const classMapOf = createClassMap(engine.blueprint);
  /** Of the latest rows that were made here. */
  let classMap: ClassMap | null = null;
  let state: PopulationState;
  let ended: Ending | null = resumeFrom?.ended ?? null;
  const resumable = (): Resumable => ({
    generation: state.generation,
    loci: state.loci.slice(),
    fitness: state.fitness.slice(),
    descentBits: state.descentBits.slice(),
    bitsPerParent: bitsPerParent.slice(),
    bitsSpent: bitsSpent.slice(),
    ended,
    tables: Object.fromEntries(tableNames.map((name) => [name, tables[name].columns])) as Record<TableName, Cell[][]>,
  });
  /** Looks at a generation just measured: is it the end, and are rows due? */
  const concludeGeneration = async (): Promise<void> => {
    const { generation } = state;
    if (strongEnough()) ended = 'when';
    else if (generation >= generations) ended = 'generations';
    if (ended !== null || generation % scenario.measure.every === 0) {
      await engine.survey(generation, state.loci);
      appendRows(tables, engine, { ...state, bitsPerParent, bitsSpent });
      classMap = classMapOf(state.loci);
      appendHeld(tables.held, engine.blueprint, generation, classMap);
      if (generation === 0 || ended !== null) {
        await engine.constrain(generation, state.loci);
        appendConstraint(tables.constraint, engine, generation);
        appendScores(tables.scores, engine, generation);
      }
      bitsPerParent.fill(0);
      bitsSpent.fill(0);
    }
    onProgress?.({ generation, generations, fitness: mean(state.fitness) });
  };

  if (resumeFrom === undefined) {
    appendEnvironment(tables.environment, system.environment);
    state = await init(engine.drawFirst);
    await concludeGeneration();
  } else {
    state = {
      generation: resumeFrom.generation,
      loci: engine.restore(resumeFrom.generation, resumeFrom.loci),
      fitness: resumeFrom.fitness,
      descentBits: resumeFrom.descentBits,
    };
  }
  while (ended === null && !(await between?.(state.generation, resumable))) {
    const rules = rulesAt(scenario, state.generation);
    const draws = parentDraws(size, rules.variation);
    const { state: next, info } = await step(state, rules, key, engine.breedAndEvaluate);
    state = next;
    info.bitsPerParent.forEach((bits, island) => {
      bitsPerParent[island]! += bits;
      bitsSpent[island]! += draws * bits;
    });
    await concludeGeneration();
  }
  return {
    ended,
    generation: state.generation,
    tables,
    // A run that was resumed at its end has made no rows here.
    held: ended === null ? null : heldOf(engine.blueprint, classMap ?? classMapOf(state.loci)),
    resumable,
  };
}
