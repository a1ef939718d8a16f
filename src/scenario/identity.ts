import { createHash } from 'node:crypto';
import { sortedKeys } from '../base/order.js';
import { presetOffsets } from './neighbours.js';
import type { Scenario } from './scenario.js';

/** JSON with the keys of every object in code-point order and no blanks: equal data is equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const record = value as Record<string, unknown>;
  return `{${sortedKeys(record)
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(record[key])}`)
    .join()}}`;
}

/**
 * What a scenario does, as one number: SHA-256 (64 hex digits) of its resolved record.
 *
 * Name and description are left out, since they change nothing, and the seed, since the runs of one scenario differ in
 * it. The record has every default filled in and its map in one spelling, and a neighbour preset counts as its list of
 * offsets: two spellings of the same lattice, environment and evolution have the same hash. What a file does not ask of
 * the pressure curve is no part of it: the hash of such a file is what it was before there were pressure curves.
 */
export function scenarioHash(scenario: Scenario): string {
  const { name: _name, description: _description, seed: _seed, pressure, ...acting } = scenario;
  const { neighbours } = scenario.lattice;
  const offsets = typeof neighbours === 'string' ? presetOffsets[neighbours] : neighbours;
  const identity = {
    ...acting,
    lattice: { ...acting.lattice, neighbours: offsets },
    ...(pressure === null ? {} : { pressure }),
  };
  return createHash('sha256').update(canonicalJson(identity)).digest('hex');
}
