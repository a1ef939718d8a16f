import { createHash } from 'node:crypto';
import { sortedKeys } from '../base/order.js';
import { DEFAULT_CONTEXTS } from './contexts.js';
import { presetOffsets } from './neighbours.js';
import type { PhaseSpec, Scenario, VariationSpec } from './scenario.js';

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
 * A part without those keys that have the value given for them.
 *
 * For keys that came to the format after runs had been stored: a scenario that does not use them does what it did
 * before, and so has the identity that it had.
 */
function withoutUnused<Part extends object>(part: Part, unused: Partial<Record<keyof Part, unknown>>): Partial<Part> {
  const isUsed = ([key, value]: [string, unknown]): boolean =>
    !(key in unused) || canonicalJson(value) !== canonicalJson(unused[key as keyof Part]);
  return Object.fromEntries(Object.entries(part).filter(isUsed)) as Partial<Part>;
}

const usedVariation = (variation: VariationSpec): Partial<VariationSpec> =>
  withoutUnused(variation, { drive: null, copying: null });

const usedPhase = ({ variation, ...phase }: PhaseSpec): object => ({
  ...phase,
  variation: variation === null ? null : usedVariation(variation),
});

/**
 * What a scenario does, as one number: SHA-256 (64 hex digits) of its resolved record.
 *
 * Name and description are left out, since they change nothing, and the seed, since the runs of one scenario differ in
 * it. The record has every default filled in and its map in one spelling, and a neighbour preset counts as its list of
 * offsets: two spellings of the same lattice, environment and evolution have the same hash.
 */
export function scenarioHash(scenario: Scenario): string {
  const { name: _name, description: _description, seed: _seed, ...acting } = scenario;
  const { neighbours } = scenario.lattice;
  const offsets = typeof neighbours === 'string' ? presetOffsets[neighbours] : neighbours;
  const identity = {
    ...withoutUnused(acting, { contexts: DEFAULT_CONTEXTS, demons: {}, phases: [], pressure: null }),
    lattice: { ...acting.lattice, neighbours: offsets },
    genome: withoutUnused(acting.genome, { begin: 'prior', shared: [], ties: [] }),
    variation: usedVariation(acting.variation),
    ...(acting.phases.length === 0 ? {} : { phases: acting.phases.map(usedPhase) }),
  };
  return createHash('sha256').update(canonicalJson(identity)).digest('hex');
}
