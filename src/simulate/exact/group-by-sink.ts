import type { Reading } from '../evaluator.js';

/** Readings that differ in their sources alone. */
export interface SinkGroup {
  /** What they have in common, as a reading without a source. */
  readonly asked: Reading;
  /** Indices of the readings. */
  readonly members: readonly number[];
}

/** Readings of the same units after the same tick share one law given what enters; flips of one plane likewise. */
export function groupBySink(readings: readonly Reading[]): SinkGroup[] {
  const groups = new Map<string, { asked: Reading; members: number[] }>();
  readings.forEach((reading, r) => {
    const joint = reading.kind === 'joint';
    const key = `${reading.kind} ${joint ? reading.tick : reading.flip} ${reading.units.join()}`;
    const group = groups.get(key) ?? { asked: joint ? { ...reading, source: [] } : reading, members: [] };
    group.members.push(r);
    groups.set(key, group);
  });
  return [...groups.values()];
}
