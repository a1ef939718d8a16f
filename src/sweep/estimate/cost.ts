import { UserError } from '../../base/errors.js';
import { processorMs } from '../../base/processor-clock.js';
import type { Evaluation } from '../../run/evaluation.js';
import type { Scenario } from '../../scenario/scenario.js';
import type { Point, Sweep } from '../design/records.js';
import { type MeasuredCost, nearestCosts } from '../status/nearest-costs.js';
import type { CostEstimate } from './records.js';
import { spreadPoints } from './spread.js';
import { type Known, type TriedPoint, tryPoint } from './try-point.js';

/** How long a pressure curve is followed, as a share of the time that there is for all points. */
const CURVE_SHARE = 0.25;

/** Processor time in which the first point is tried for nothing: code that has never run is slow. */
const WARM_MS = 300;

/** Points that are tried for up to so many budgets: of a single one nobody knows whether others are like it. */
const LEAST_POINTS = 3;
const PATIENCE = 3;

/** Points that were tried. */
export interface Tried {
  /** With what each would take. */
  readonly found: readonly { readonly point: Point; readonly takes: TriedPoint }[];
  /** Those that would fail, each with the reason. */
  readonly refused: readonly { readonly point: Point; readonly reason: string }[];
}

/**
 * Tries points spread over a design, as many as time allows.
 *
 * @param budgetMs after which no further point is begun, but for a few that are waited for on a busy machine; one that
 *   would not fail is tried in any case
 */
export function tryPoints(
  { commands }: Pick<Sweep, 'commands'>,
  points: readonly Point[],
  resolve: (point: Point) => Scenario,
  evaluation: Pick<Evaluation, 'name' | 'device'>,
  budgetMs: number,
): Tried {
  const [started, used] = [performance.now(), processorMs()];
  const isCold = (): boolean => processorMs() - used < WARM_MS && performance.now() - started < budgetMs / 2;
  const known = nothingKnown();
  const found: { point: Point; takes: TriedPoint }[] = [];
  const refused: { point: Point; reason: string }[] = [];
  for (const point of spreadPoints(points)) {
    try {
      const scenario = resolve(point);
      const once = (of: Known): TriedPoint => tryPoint(scenario, commands, evaluation, CURVE_SHARE * budgetMs, of);
      while (found.length === 0 && isCold()) once(nothingKnown());
      found.push({ point, takes: once(known) });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      refused.push({ point, reason: error.message });
    }
    const tookMs = performance.now() - started;
    if (found.length > 0 && tookMs > (found.length < LEAST_POINTS ? PATIENCE : 1) * budgetMs) break;
  }
  return { found, refused };
}

const nothingKnown = (): Known => ({ speeds: new Map(), curves: new Map() });

/** What points that are left would take, each as the one tried that is nearest to it; null where all of those would fail. */
export function costOfTried(all: readonly Point[], left: readonly Point[], { found }: Tried): CostEstimate | null {
  if (found.length === 0) return null;
  const costs = found.map(({ point, takes }) => ({ coordinates: point.coordinates, ms: 1000 * takes.seconds }));
  return {
    ...total(all, left, costs),
    source: { kind: 'tried', points: found.length },
    atMost: found.some(({ takes }) => takes.atMost),
    isRough: found.some(({ takes }) => takes.isRough),
    memoryBytes: Math.max(...found.map(({ takes }) => takes.memoryBytes)),
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
