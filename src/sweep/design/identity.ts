import { hash } from 'node:crypto';
import { type Key, rootKey } from '../../base/streams.js';
import type { PointCommand } from './records.js';

const ID_DIGITS = 20;
/** 64 bits: among a hundred thousand seeds two are equal once in four thousand million sweeps. */
const SEED_DIGITS = 16;

const digits = (parts: unknown, length: number): string =>
  hash('sha256', JSON.stringify(parts), 'hex').slice(0, length);

/**
 * Text of the seed of one run: hexadecimal digits of a hash over the base's seed, what the point sets and the replicate.
 *
 * @param settings of the point, sorted; null where all points share the seed of a replicate
 */
export function derivedSeed(baseSeed: string, settings: readonly string[] | null, replicate: number): string {
  return digits(['seed', baseSeed, settings, replicate], SEED_DIGITS);
}

/** All that decides what comes out of a point. */
export interface PointIdentity {
  /** Hash of what the base does. */
  readonly base: string;
  /** `path=value` each, sorted: their order decides nothing, since no two set the same key. */
  readonly settings: readonly string[];
  readonly seed: string;
  readonly commands: readonly PointCommand[];
  /** Null where results do not hang on it. */
  readonly evaluator: string | null;
}

export function pointId({ base, settings, seed, commands, evaluator }: PointIdentity): string {
  return digits(['point', base, settings, seed, commands, evaluator], ID_DIGITS);
}

/** The key of what is drawn for an axis: by its name, so that other axes may come and go. */
export function axisKey(baseSeed: string, axis: string): Key {
  return rootKey(JSON.stringify(['axis', baseSeed, axis]));
}
