import type { Evaluation } from '../../run/evaluation.js';
import type { Scenario } from '../../scenario/scenario.js';
import type { Point, Sweep } from '../design/records.js';
import { type MeasuredCost, nearestCosts } from '../status/nearest-costs.js';
import type { CostEstimate } from './records.js';
import { spreadPoints } from './spread.js';
import { type TriedPoint, tryPoint } from './try-point.js';

/** How long a pressure curve is followed, as a share of the time that there is for all points. */
const CURVE_SHARE = 0.25;

/** Share of it in which the first point is tried for nothing: code that has never run is slow. */
const WARM_SHARE = 0.2;

/** Points that were tried, with what each would take. */
export type Tried = readonly { readonly point: Point; readonly found: TriedPoint }[];

/**
 * Tries points spread over a design, as many as time allows.
 *
 * @param budgetMs after which no further point is begun; one is tried in any case
 */
export function tryPoints(
  { commands }: Pick<Sweep, 'commands'>,
  points: readonly Point[],
  resolve: (point: Point) => Scenario,
  evaluation: Pick<Evaluation, 'name' | 'device'>,
  budgetMs: number,
): Tried {
  const started = performance.now();
  const tried: { point: Point; found: TriedPoint }[] = [];
  for (const point of spreadPoints(points)) {
    const scenario = resolve(point);
    const once = (): TriedPoint => tryPoint(scenario, commands, evaluation, CURVE_SHARE * budgetMs);
    while (tried.length === 0 && performance.now() - started < WARM_SHARE * budgetMs) once();
    tried.push({ point, found: once() });
    if (performance.now() - started > budgetMs) break;
  }
  return tried;
}

/** What points that are left would take, each as the one tried that is nearest to it. */
export function costOfTried(all: readonly Point[], left: readonly Point[], tried: Tried): CostEstimate {
  const costs = tried.map(({ point, found }) => ({ coordinates: point.coordinates, ms: 1000 * found.seconds }));
  return {
    ...total(all, left, costs),
    source: { kind: 'tried', points: tried.length },
    atMost: tried.some(({ found }) => found.atMost),
    isRough: tried.some(({ found }) => found.isRough),
    memoryBytes: Math.max(...tried.map(({ found }) => found.memoryBytes)),
  };
}

/** The same from what finished runs took; null where some points are like none of them. */
export function costOfFinished(
  all: readonly Point[],
  left: readonly Point[],
  finished: readonly MeasuredCost[],
): CostEstimate | null {
  if (finished.length === 0) return null;
  const { isTold } = nearestCosts(all, finished);
  if (!left.every(isTold)) return null;
  return {
    ...total(all, left, finished),
    source: { kind: 'finished', points: finished.length },
    ...{ atMost: false, isRough: false, memoryBytes: null },
  };
}

function total(
  all: readonly Point[],
  left: readonly Point[],
  costs: readonly MeasuredCost[],
): Pick<CostEstimate, 'coreSeconds' | 'leastSeconds' | 'mostSeconds'> {
  const { costOf } = nearestCosts(all, costs);
  const seconds = costs.map(({ ms }) => ms / 1000);
  return {
    coreSeconds: left.reduce((sum, point) => sum + costOf(point), 0) / 1000,
    leastSeconds: Math.min(...seconds),
    mostSeconds: Math.max(...seconds),
  };
}
