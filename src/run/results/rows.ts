import { mean, quantile, standardDeviation } from '../../base/statistics.js';
import { appendRow, type Table } from '../../base/table.js';
import { gaussianWeightsUnknown, pooledMomentCells } from '../../information/gaussian-weights-unknown.js';
import { withoutRounding } from '../../information/law-information.js';
import { weightsUnknownInformation } from '../../information/weights-unknown.js';
import { genomeHex, genotypeWords } from '../../system/genome.js';
import type { ReadPort, WritePort } from '../../system/system.js';
import { pooledOffsets } from '../analog/pooled.js';
import type { Engine } from '../engine.js';
import { followedChannels } from '../followed.js';
import { championOf } from './champions.js';
import { ledgerCells } from './ledger-cells.js';
import type { Snapshot } from './snapshot.js';
import type { TableName } from './tables.js';
import { appendTraits } from './trait-rows.js';

type Tables = Readonly<Record<TableName, Table>>;

/** Appends one generation's rows to every table; the engine's arena holds this generation's measures and survey. */
export function appendRows(tables: Tables, engine: Engine, snapshot: Snapshot): void {
  const { islands, individuals } = engine.arena.shape;
  const size = individuals / islands;
  for (let island = 0; island < islands; island++) {
    appendIsland(tables, engine, snapshot, island, size);
    appendChannels(tables.channels, engine, snapshot, island, size);
    appendTraits(tables.traits, engine, snapshot, island, size);
  }
  appendMatrix(tables.matrix, engine, snapshot.generation);
  appendFootprint(tables.footprint, engine, snapshot.generation);
}

function appendIsland(tables: Tables, engine: Engine, snapshot: Snapshot, island: number, size: number): void {
  const { generation, loci, accounts } = snapshot;
  const { genome } = engine.blueprint.system;
  const fitness = snapshot.fitness.subarray(island * size, (island + 1) * size);
  const champion = championOf(snapshot.fitness, island, size);
  appendRow(tables.generations, {
    generation,
    island,
    fitness_mean: mean(fitness),
    fitness_max: snapshot.fitness[champion]!,
    genotypes: distinctGenotypes(loci, genotypeWords(genome), island * size, size),
    bits_per_parent: accounts.bitsPerParent[island]!,
    bits_spent: accounts.bitsSpent[island]!,
    bits_joint: accounts.bitsJoint[island]!,
    bits_descent: mean(snapshot.descentBits.subarray(island * size, (island + 1) * size)),
  });
  appendRow(tables.champions, {
    generation,
    island,
    fitness: snapshot.fitness[champion]!,
    genome: genomeHex(loci, champion * genotypeWords(genome), genome),
  });
}

/** Number of different genotypes among `count` individuals from `first` on, compared word by word. */
function distinctGenotypes(loci: Uint32Array, words: number, first: number, count: number): number {
  const seen = new Set<string>();
  const bytes = Buffer.from(loci.buffer, loci.byteOffset, loci.byteLength);
  for (let i = first; i < first + count; i++) {
    seen.add(bytes.toString('latin1', i * words * 4, (i + 1) * words * 4));
  }
  return seen.size;
}

function appendChannels(table: Table, engine: Engine, snapshot: Snapshot, island: number, size: number): void {
  const { generation, accounts } = snapshot;
  const { arena, blueprint } = engine;
  const { individuals, islands } = arena.shape;
  const { ports } = blueprint.system;
  const pairs = ports.write.length * ports.read.length;
  followedChannels(blueprint.system).forEach(({ context, contextIndex, channel }, trait) => {
    const pair = contextIndex * pairs + channel.from * ports.read.length + channel.to;
    const from = trait * individuals + island * size;
    const strength = arena.strength.slice(from, from + size);
    const influenceFrom = pair * individuals + island * size;
    const row = {
      generation,
      island,
      context: context.name,
      channel: channel.name,
      mean: mean(strength),
      sd: standardDeviation(strength),
      influence: meanInfluence(arena.pairInfluence.subarray(influenceFrom, influenceFrom + size)),
      rewarded: channel.reward === null ? null : mean(arena.rewarded.subarray(from, from + size)),
      open: engine.exact ? null : mean(arena.open.subarray(from, from + size)),
      ...ledgerCells(accounts, trait, island, islands),
      bits: accounts.bits[trait * islands + island]!,
      bits_chance: accounts.bitsChance[island]!,
    };
    const ascending = strength.sort();
    appendRow(table, {
      ...row,
      min: ascending[0]!,
      q05: quantile(ascending, 0.05),
      q50: quantile(ascending, 0.5),
      q95: quantile(ascending, 0.95),
      max: ascending[size - 1]!,
    });
  });
}

/** Null where an influence is out of the exact evaluator's reach, which it then is for every individual. */
function meanInfluence(influences: Float64Array): number | null {
  const value = mean(influences);
  return Number.isNaN(value) ? null : value;
}

function appendMatrix(table: Table, engine: Engine, generation: number): void {
  const { arena, blueprint } = engine;
  const { individuals } = arena.shape;
  const { ports, contexts } = blueprint.system;
  const pairs = ports.write.flatMap((source) => ports.read.map((sink) => ({ source, sink })));
  contexts.forEach((context, at) => {
    pairs.forEach(({ source, sink }, pair) => {
      const first = (at * pairs.length + pair) * individuals;
      appendRow(table, {
        generation,
        context: context.name,
        source: source.name,
        sink: sink.name,
        bits: mean(arena.pairBits.subarray(first, first + individuals)),
        influence: meanInfluence(arena.pairInfluence.subarray(first, first + individuals)),
        bits_unknown: weightsUnknown(engine, at, pair, source, sink),
      });
    });
  });
}

/** Information over all genotypes together; null where every genotype has cells of its own. */
function weightsUnknown(
  { arena, blueprint, exact }: Engine,
  context: number,
  pair: number,
  source: WritePort,
  sink: ReadPort,
): number | null {
  const { system, readings } = blueprint;
  const { parts, samples } = arena.shape;
  const offsets = pooledOffsets(system, readings.survey);
  const cells = offsets.at(-1)!;
  if (cells === 0) return null;
  const [dx, dy] = [source.elements.length, sink.units.length];
  const isAnalog = system.units.kind === 'analog';
  const width = isAnalog ? pooledMomentCells(dx + dy) : 1 << (dx + dy);
  const pooled = new Float64Array(parts * width);
  for (let part = 0; part < parts; part++) {
    const from = (context * parts + part) * cells + offsets[pair]!;
    pooled.set(arena.pooled.subarray(from, from + width), part * width);
  }
  if (isAnalog) return gaussianWeightsUnknown(pooled, parts, dx, dy, samples).value;
  const { value } = weightsUnknownInformation(pooled, parts, 1 << dx, 1 << dy);
  return exact ? withoutRounding(value) : value;
}

function appendFootprint(table: Table, engine: Engine, generation: number): void {
  const { arena, blueprint } = engine;
  const { lattice, channels, contexts } = blueprint.system;
  const footprinted = arena.shape.islands * arena.shape.footprinted;
  const { places } = blueprint.readings.footprint;
  contexts.forEach((context, at) => {
    places.forEach(({ channel, unit }, reading) => {
      const first = (at * places.length + reading) * footprinted;
      appendRow(table, {
        generation,
        context: context.name,
        channel: channels[channel]!.name,
        row: lattice.unitRow[unit]!,
        column: lattice.unitColumn[unit]!,
        bits: mean(arena.footprint.subarray(first, first + footprinted)),
      });
    });
  });
}
