import type {
  ChannelSpec,
  GateSpec,
  PortSpec,
  PressureSpec,
  UnitsSpec,
  VariableSpec,
  VariationSpec,
} from './scenario.js';
import type { RawVariable } from './schema/environment.js';
import type { RawVariation } from './schema/evolution.js';
import type { RawGate } from './schema/gates.js';
import type { RawChannel, RawPort } from './schema/ports.js';
import type { RawPressure } from './schema/pressure.js';

/** Share of the prior in a changed parameter of an analog unit, where the file gives none. */
const DEFAULT_STEP = 0.3;

/** A variable's record from its spelling in a file. */
export function resolveVariable(raw: RawVariable): VariableSpec {
  if (typeof raw === 'string') return { kind: 'fair', length: null };
  if ('fair' in raw) return { kind: 'fair', length: raw.fair };
  if ('biased' in raw) return { kind: 'biased', probability: raw.biased };
  if ('copy' in raw) return { kind: 'copy', of: raw.copy, flip: raw.flip };
  if ('and' in raw) return { kind: 'and', of: raw.and };
  if ('or' in raw) return { kind: 'or', of: raw.or };
  if ('xor' in raw) return { kind: 'xor', of: raw.xor };
  if ('majority' in raw) return { kind: 'majority', of: raw.majority };
  if ('markov' in raw) return { kind: 'markov', length: raw.markov, flip: raw.flip };
  if ('gaussian' in raw) return { kind: 'gaussian', length: raw.gaussian };
  return { kind: 'ising', rows: raw.ising[0], columns: raw.ising[1], coupling: raw.coupling };
}

export function resolvePort(raw: RawPort): PortSpec {
  return 'write' in raw ? { kind: 'write', variable: raw.write } : { kind: 'read', target: raw.target ?? null };
}

export function resolveChannel(raw: RawChannel): ChannelSpec {
  return { from: raw.from, to: raw.to, reward: raw.reward ?? null };
}

export function resolveGate(raw: RawGate): GateSpec {
  if ('copy' in raw) return { kind: 'copy', input: raw.copy };
  if ('not' in raw) return { kind: 'not', input: raw.not };
  if ('and' in raw) return { kind: 'and', inputs: raw.and };
  if ('or' in raw) return { kind: 'or', inputs: raw.or };
  if ('xor' in raw) return { kind: 'xor', inputs: raw.xor };
  if ('majority' in raw) return { kind: 'majority', inputs: raw.majority };
  if ('constant' in raw) return { kind: 'constant', value: raw.constant };
  // `Number` reads both 150 and "0b10010110".
  return { kind: 'table', table: Number(raw.table) };
}

export function resolveVariation(
  { mutation, crossover, drive, copying }: RawVariation,
  units: UnitsSpec,
): VariationSpec {
  const { perGenome, step = DEFAULT_STEP } = mutation;
  return {
    mutation: units.kind === 'analog' ? { perGenome, step } : { perGenome },
    crossover: { kind: crossover.kind, rate: 'rate' in crossover ? crossover.rate : 0 },
    drive: drive ?? null,
    copying: copying ?? null,
  };
}

/** @param contexts how many there are: the name of the only one says nothing, and is left out */
export function resolvePressure(raw: RawPressure, contexts: number): PressureSpec {
  const { on, until, ...rest } = raw;
  const asked = typeof on === 'string' ? { channel: on } : on;
  return {
    ...rest,
    on:
      asked === undefined ? null : { channel: asked.channel, context: contexts === 1 ? null : (asked.context ?? null) },
    until: 'bits' in until ? { kind: 'bits', value: until.bits } : { kind: 'strength', value: until.strength },
  };
}

/** The seed in one form: text that is a plain integer becomes that integer, since `7` and `"7"` are the same seed. */
export function resolveSeed(seed: number | string): number | string {
  const value = Number(seed);
  return Number.isSafeInteger(value) && String(value) === String(seed) ? value : seed;
}
