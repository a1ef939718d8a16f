import { byCodePoint, sortedKeys, sortedNames } from '../base/order.js';
import { resolveContexts } from './contexts.js';
import { formatGrid, parseGrid } from './grid.js';
import {
  resolveChannel,
  resolveGate,
  resolvePort,
  resolvePressure,
  resolveSeed,
  resolveVariable,
  resolveVariation,
} from './resolve.js';
import type { Scenario } from './scenario.js';
import type { RawChannel } from './schema/ports.js';
import type { RawScenario } from './schema.js';
import { watchedPairs } from './watched-pairs.js';

/** The resolved record of a file that has no faults. */
export function assemble(raw: RawScenario): Scenario {
  const { watch, ...given } = raw.channels;
  const ports = mapRecord(raw.ports, resolvePort);
  const channels = mapRecord(given as Record<string, RawChannel>, resolveChannel);
  const contexts = resolveContexts(raw.contexts);
  const { units, selection, population, measure } = raw;
  return {
    name: raw.name,
    description: raw.description,
    seed: resolveSeed(raw.seed),
    lattice: { ...raw.lattice, map: formatGrid(parseGrid(raw.lattice.map).grid) },
    units,
    environment: mapRecord(raw.environment, resolveVariable),
    contexts,
    ports,
    channels: mapRecord(watch === 'all' ? { ...channels, ...watchedPairs(ports, channels) } : channels, (spec) => spec),
    genome: {
      prior: units.kind === 'analog' ? { scale: units.scale } : raw.genome.prior,
      begin: raw.genome.begin === 'prior' ? 'prior' : resolveGate(raw.genome.begin),
      fixed: mapRecord(raw.genome.fixed, resolveGate),
      ties: raw.genome.ties.map(({ from, to, ...tie }) => ({ from: sortedNames(from), to: sortedNames(to), ...tie })),
      // The order of groups and of letters in them says nothing.
      shared: raw.genome.shared.map(sortedNames).sort((a, b) => byCodePoint(a[0]!, b[0]!)),
    },
    demons: mapRecord(raw.demons, (demon) => demon),
    population: { ...population, migration: population.migration ?? null },
    selection,
    variation: resolveVariation(raw.variation, units),
    phases: raw.phases.map((phase) => ({
      at: phase.at,
      selection: phase.selection ?? null,
      variation: phase.variation === undefined ? null : resolveVariation(phase.variation, units),
    })),
    measure,
    pressure: raw.pressure === undefined ? null : resolvePressure(raw.pressure, Object.keys(contexts).length),
    stop: { generations: raw.stop.generations, when: raw.stop.when ? mapRecord(raw.stop.when, (bits) => bits) : null },
  };
}

/** A record with other values, its keys in code-point order. */
function mapRecord<From, To>(record: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(sortedKeys(record).map((key) => [key, change(record[key]!)]));
}
