import type { z } from 'zod';
import { type Path, plain, type Tree, valueAt } from './document/tree.js';
import { type Grid, type GridProblem, parseGrid } from './grid.js';
import { MOST_VARIABLES } from './limits.js';
import { resolveChannel, resolveGate, resolvePort, resolveVariable } from './resolve.js';
import type { ChannelSpec, GateSpec, NeighboursSpec, PortSpec, SelectionSpec, VariableSpec } from './scenario.js';
import { demonSchema, type RawDemon } from './schema/demons.js';
import { contextSchema, type RawContext, variableSchema } from './schema/environment.js';
import {
  copyingSchema,
  driveSchema,
  populationSchema,
  type RawCopying,
  type RawDrive,
  selectionSchema,
  variationSchema,
} from './schema/evolution.js';
import { gateSchema } from './schema/gates.js';
import { type RawTie, tieSchema } from './schema/genome.js';
import { latticeSchema, mapSchema, neighboursSchema } from './schema/lattice.js';
import { unitsLetter } from './schema/leaves.js';
import { samplesSchema, stopSchema, whenSchema } from './schema/measure.js';
import { phaseSchema } from './schema/phases.js';
import { channelSchema, portSchema, watchSchema } from './schema/ports.js';
import { pressureSchema, type RawPressure } from './schema/pressure.js';
import { type RawUnits, unitsSchema } from './schema/units.js';
import { lengthsOf } from './variable-lengths.js';

/** A map of the document: what its entries are where they are of the right form, and the names of all of them. */
export interface Part<Value> {
  readonly specs: Readonly<Record<string, Value>>;
  readonly names: ReadonlySet<string>;
  /** Whether the document has such a map at all: where it has none, that is the fault, not what refers to it. */
  readonly isGiven: boolean;
}

/**
 * Whatever of a document is of the right form, so that it can be cross-checked although other parts are not; null marks
 * a part that is not. A part that is absent has its default.
 */
export interface Draft {
  readonly tree: Tree;
  readonly grid: Grid | null;
  /** Number of sites of each character of the map. */
  readonly sites: ReadonlyMap<string, number> | null;
  readonly gridProblems: readonly GridProblem[];
  readonly neighbours: NeighboursSpec | null;
  readonly units: RawUnits | null;
  readonly ticks: number | 'auto' | null;
  readonly border: 'random' | 'zero' | 'wrap' | null;
  readonly environment: Part<VariableSpec>;
  /** Bits of each variable that can be computed: it needs no unknown, faulty or cyclic variable. */
  readonly lengths: ReadonlyMap<string, number>;
  readonly contexts: Part<RawContext>;
  readonly ports: Part<PortSpec>;
  readonly channels: Part<ChannelSpec>;
  readonly watchAll: boolean;
  readonly fixed: Part<GateSpec>;
  /** The gate that the first population has everywhere, if one is given. */
  readonly begin: GateSpec | null;
  /** Letters of each group, null for one that is not of the right form. */
  readonly shared: readonly (readonly (string | null)[])[];
  /** `genome.ties`, null for one that is not of the right form. */
  readonly ties: readonly (RawTie | null)[];
  readonly demons: Part<RawDemon>;
  /** Whether tables are drawn from a family, and not bit by bit. */
  readonly hasFamily: boolean;
  readonly size: number | null;
  readonly islands: number | null;
  readonly selection: SelectionSpec | null;
  readonly phases: readonly DraftPhase[];
  /** `variation`, and those of phases, wherever one is given. */
  readonly variations: readonly DraftVariation[];
  readonly samples: number | null;
  readonly generations: number | null;
  readonly when: Readonly<Record<string, number>> | null;
  /** As written, with its defaults; null where it is absent. */
  readonly pressure: RawPressure | null;
}

/** A phase of the document; null marks what is absent or not of the right form. */
export interface DraftPhase {
  readonly at: number | null;
  readonly selection: SelectionSpec | null;
  /** Whether it names nothing that could change. */
  readonly isEmpty: boolean;
}

/** A `variation` of the document; null marks what is absent or not of the right form. */
export interface DraftVariation {
  readonly path: Path;
  /** Fraction of children with two parents. */
  readonly crossoverRate: number | null;
  readonly drive: RawDrive | null;
  readonly copying: RawCopying | null;
}

export function draftOf(tree: Tree): Draft {
  const map = read(tree, ['lattice', 'map'], mapSchema);
  const { grid, problems } = map === null ? { grid: null, problems: [] } : parseGrid(map);
  const variables = part(tree, ['environment'], variableSchema, resolveVariable);
  // Too many are told as one fault; what they mean to one another is not looked into.
  const environment = variables.names.size > MOST_VARIABLES ? { ...variables, specs: {} } : variables;
  const begin = read(tree, ['genome', 'begin'], gateSchema);
  const watchAll = read(tree, ['channels', 'watch'], watchSchema) === 'all';
  return {
    tree,
    grid: problems.length > 0 ? null : grid,
    sites: problems.length > 0 || grid === null ? null : countCells(grid),
    gridProblems: problems,
    neighbours: read(tree, ['lattice', 'neighbours'], neighboursSchema),
    units: read(tree, ['units'], unitsSchema),
    ticks: read(tree, ['lattice', 'ticks'], latticeSchema.shape.ticks),
    border: read(tree, ['lattice', 'border'], latticeSchema.shape.border),
    environment,
    lengths: lengthsOf(environment.specs),
    contexts: part(tree, ['contexts'], contextSchema, (context) => context),
    ports: part(tree, ['ports'], portSchema, resolvePort),
    channels: part(tree, ['channels'], channelSchema, resolveChannel, ['watch']),
    watchAll,
    fixed: part(tree, ['genome', 'fixed'], gateSchema, resolveGate),
    begin: begin === null ? null : resolveGate(begin),
    shared: itemsAt(tree, ['genome', 'shared']).map((group) =>
      itemsAt(tree, group).map((letter) => read(tree, letter, unitsLetter())),
    ),
    ties: itemsAt(tree, ['genome', 'ties']).map((tie) => read(tree, tie, tieSchema)),
    demons: part(tree, ['demons'], demonSchema, (demon) => demon),
    hasFamily: valueAt(tree, ['genome', 'prior', 'family']) !== undefined,
    size: read(tree, ['population', 'size'], populationSchema.unwrap().shape.size),
    islands: read(tree, ['population', 'islands'], populationSchema.unwrap().shape.islands),
    selection: read(tree, ['selection'], selectionSchema.prefault({})),
    phases: itemsAt(tree, ['phases']).map((phase) => phaseOf(tree, phase)),
    variations: variationsOf(tree),
    samples: read(tree, ['measure', 'samples'], samplesSchema),
    generations: read(tree, ['stop', 'generations'], stopSchema.shape.generations),
    when: read(tree, ['stop', 'when'], whenSchema),
    pressure: read(tree, ['pressure'], pressureSchema),
  };
}

function countCells(grid: Grid): Map<string, number> {
  const counts = new Map<string, number>();
  for (const cell of grid.cells) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  return counts;
}

/** The value at a path by the schema of this part alone; null where it is not of the right form. */
function read<Schema extends z.ZodType>(tree: Tree, path: Path, schema: Schema): z.output<Schema> | null {
  const value = valueAt(tree, path);
  const result = schema.safeParse(value === undefined ? undefined : plain(value));
  return result.success ? (result.data ?? null) : null;
}

/** The paths of the items of a list; none where there is no list. */
function itemsAt(tree: Tree, path: Path): Path[] {
  const list = valueAt(tree, path);
  return list?.kind === 'list' ? list.items.map((_, index) => [...path, index]) : [];
}

function phaseOf(tree: Tree, path: Path): DraftPhase {
  const phase = valueAt(tree, path);
  const isGiven = (key: string): boolean => valueAt(tree, [...path, key]) !== undefined;
  return {
    at: read(tree, [...path, 'at'], phaseSchema.shape.at),
    selection: isGiven('selection') ? read(tree, [...path, 'selection'], selectionSchema) : null,
    isEmpty: phase?.kind === 'map' && !isGiven('selection') && !isGiven('variation'),
  };
}

function variationsOf(tree: Tree): DraftVariation[] {
  const paths: Path[] = [['variation'], ...itemsAt(tree, ['phases']).map((phase) => [...phase, 'variation'])];
  return paths
    .filter((path) => valueAt(tree, path) !== undefined)
    .map((path) => {
      const crossover = read(tree, [...path, 'crossover'], variationSchema.unwrap().shape.crossover);
      return {
        path,
        crossoverRate: crossover === null ? null : 'rate' in crossover ? crossover.rate : 0,
        drive: read(tree, [...path, 'drive'], driveSchema),
        copying: read(tree, [...path, 'copying'], copyingSchema),
      };
    });
}

function part<Schema extends z.ZodType, Value>(
  tree: Tree,
  path: Path,
  schema: Schema,
  resolve: (raw: z.output<Schema>) => Value | null,
  otherKeys: readonly string[] = [],
): Part<Value> {
  const specs: Record<string, Value> = {};
  const names = new Set<string>();
  const map = valueAt(tree, path);
  if (map?.kind !== 'map') return { specs, names, isGiven: false };
  for (const name of map.entries.keys()) {
    if (otherKeys.includes(name)) continue;
    names.add(name);
    const raw = read(tree, [...path, name], schema);
    const value = raw === null ? null : resolve(raw);
    if (value !== null) specs[name] = value;
  }
  return { specs, names, isGiven: true };
}
