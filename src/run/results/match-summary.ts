import { Purpose, Stream } from '../../base/streams.js';
import { type Detection, detection } from '../../coupling/match/detection.js';
import { LEAST_PAIRS, type NoMatch, type RankMatch, rankMatch } from '../../coupling/match/rank-match.js';
import { THRESHOLD_BITS, THRESHOLD_INFLUENCE } from '../../coupling/match/thresholds.js';
import type { Context } from '../../system/system.js';
import type { Blueprint } from '../engine.js';
import { MOST_ELEMENTS } from './environment-rows.js';
import { type Carried, type Inside, openAbove } from './inside.js';
import { outsideOf } from './outside.js';
import { variableLabel } from './variable-label.js';

/** A write port and a read port whose target is another variable than the one written. */
export interface MatchPair {
  readonly source: string;
  readonly variable: string;
  readonly sink: string;
  readonly target: string;
  /** Exact information between variable and target, bits. */
  readonly outside: number;
  /** Mean strength above which it counts as open, bits. */
  readonly openAbove: number;
  /** At generation 0 and at the last. */
  readonly first: Carried;
  readonly last: Carried;
}

/** One reading of what is inside, at one generation. */
export interface MatchReading {
  readonly reading: 'strength' | 'influence';
  readonly generation: number;
  readonly match: RankMatch | NoMatch;
  /** Null where the reading is not there for every pair. */
  readonly detection: Detection | null;
}

/** Information inside against outside over all pairs of one context in which both variables vary. */
export interface MatchSummary {
  readonly context: string;
  readonly thresholds: { readonly outside: number; readonly influence: number };
  /** Pairs that are informative outside. */
  readonly informative: number;
  readonly pairs: readonly MatchPair[];
  readonly readings: readonly MatchReading[];
}

/** The inside at generation 0 and at the last. */
export interface Ends {
  readonly generation: number;
  readonly first: Inside;
  readonly last: Inside;
  /** Null under the exact evaluator. */
  readonly samples: number | null;
}

/** Of every context with enough pairs; none where the environment is too large for its exact information. */
export function matchSummaries(blueprint: Blueprint, ends: Ends): MatchSummary[] {
  const { contexts, environment } = blueprint.system;
  if (environment.elements.length > MOST_ELEMENTS) return [];
  return contexts.flatMap((context, index) => {
    const pairs = pairsOf(blueprint, context, ends);
    return pairs.length < LEAST_PAIRS ? [] : [summaryOf(blueprint, context, index, pairs, ends)];
  });
}

function pairsOf({ system }: Blueprint, context: Context, ends: Ends): MatchPair[] {
  const { environment, ports } = system;
  const outside = outsideOf(context.environment);
  const varies = (elements: readonly number[]): boolean => outside(elements, elements) !== 0;
  return ports.write.flatMap((source) =>
    ports.read.flatMap((sink) => {
      const { target } = sink;
      if (target === null || target.some((element) => source.elements.includes(element))) return [];
      if (!varies(source.elements) || !varies(target)) return [];
      const bits = outside(source.elements, target);
      if (bits === null) return [];
      return [
        {
          ...{ source: source.name, variable: variableLabel(environment, source.elements) },
          ...{ sink: sink.name, target: variableLabel(environment, target) },
          outside: bits,
          openAbove: openAbove(system, source, sink, ends.samples),
          first: ends.first(context.name, source.name, sink.name),
          last: ends.last(context.name, source.name, sink.name),
        },
      ];
    }),
  );
}

function summaryOf(
  { key }: Blueprint,
  context: Context,
  contextIndex: number,
  pairs: readonly MatchPair[],
  { generation }: Ends,
): MatchSummary {
  const outside = pairs.map((pair) => pair.outside);
  const informative = outside.map((bits) => bits > THRESHOLD_BITS);
  const kinds = ['strength', 'influence'] as const;
  const rows = generation === 0 ? (['last'] as const) : (['first', 'last'] as const);
  const readings = kinds.flatMap((reading, kind) =>
    rows.map((row): MatchReading => {
      const at = row === 'first' ? 0 : generation;
      const values = pairs.map((pair) => pair[row][reading]);
      const inside = values.filter((value) => value !== null);
      if (inside.length < pairs.length) {
        const reason = 'influence is out of the reach of the exact evaluator';
        return { reading, generation: at, match: { reason }, detection: null };
      }
      const open = inside.map(
        (value, pair) => value > (reading === 'strength' ? pairs[pair]!.openAbove : THRESHOLD_INFLUENCE),
      );
      const stream = new Stream(key, Purpose.shuffledPairs, at, contextIndex * kinds.length + kind);
      return {
        ...{ reading, generation: at },
        match: rankMatch(inside, outside, stream),
        detection: detection(open, informative),
      };
    }),
  );
  return {
    context: context.name,
    thresholds: { outside: THRESHOLD_BITS, influence: THRESHOLD_INFLUENCE },
    informative: informative.filter(Boolean).length,
    pairs,
    readings,
  };
}
