import type { Faults } from '../../scenario/document/faults.js';
import type { Tree } from '../../scenario/document/tree.js';
import type { RawAxis } from './axis-schema.js';
import { MOST_POINTS } from './limits.js';
import { byRatio, evenly, stepCount, stepwise } from './spaced.js';

export type ContinuousAxis = Extract<RawAxis, { between: unknown }>;
type SpacedAxis = Extract<RawAxis, { range: unknown } | { log: unknown }>;

/** The values of a range, in equal steps or ratios; null, and a fault more, where its ends make none. */
export function spacedValues(name: string, raw: SpacedAxis, tree: Tree, faults: Faults): number[] | null {
  const kind = 'log' in raw ? 'log' : 'range';
  const ends = 'log' in raw ? raw.log : raw.range;
  const { from, to } = ends;
  const refuse = (given: string, expected: string): null => {
    faults.at(tree, ['axes', name, kind], `${given}; expected ${expected}`);
    return null;
  };
  if (from === to) return refuse(`from ${from} to ${to}`, 'two different ends');
  if (kind === 'log' && Math.min(from, to) <= 0) return refuse(`from ${from} to ${to}`, 'both ends above 0');
  if ('step' in ends && stepCount(from, to, ends.step) > MOST_POINTS)
    return refuse(`${stepCount(from, to, ends.step)} values`, `at most ${MOST_POINTS}`);
  const values =
    'step' in ends
      ? stepwise(from, to, ends.step)
      : kind === 'log'
        ? byRatio(from, to, ends.count)
        : evenly(from, to, ends.count);
  return raw.whole ? values.map((value) => Math.round(value) + 0) : values;
}
