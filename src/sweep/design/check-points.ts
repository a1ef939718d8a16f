import { FaultList, UserError } from '../../base/errors.js';
import { checkEvaluator } from '../../run/check-evaluator.js';
import { loadScenario } from '../../scenario/load.js';
import type { Scenario } from '../../scenario/scenario.js';
import type { Point, Sweep } from './records.js';
import { showPoint } from './show-point.js';

/** Points named for one fault; it may be that of all. */
const MOST_FAULTY = 100;

/** The scenario of a point, its seed in it, and the hash of what it does. */
export function resolvePoint({ base }: Pick<Sweep, 'base'>, point: Point): { scenario: Scenario; hash: string } {
  return loadScenario({
    text: base.text,
    file: base.file,
    overrides: [...base.overrides, ...point.overrides],
    seed: point.seed,
    // Whoever reads it looks for the point first, which has this setting.
    placeOf: (index) => [...base.overrides, ...point.overrides][index],
  });
}

/**
 * Resolves the scenarios of points, as a run of each would.
 *
 * @param budgetMs time after which no further one is begun; undefined: all are checked. First, last, and then ever
 * more between them, evenly
 * @returns how many were checked
 * @throws FaultList with every fault once, each with the first point that has it and how many others do
 */
export function checkPoints(sweep: Sweep, { budgetMs = Number.POSITIVE_INFINITY }: { budgetMs?: number } = {}): number {
  const { axes, points } = sweep;
  const started = performance.now();
  const faulty = new Map<string, Point[]>();
  let checked = 0;
  for (const index of evenOrder(points.length)) {
    if (checked > 1 && performance.now() - started > budgetMs) break;
    const point = points[index]!;
    for (const fault of faultsOf(sweep, point)) faulty.set(fault, [...(faulty.get(fault) ?? []), point]);
    checked++;
    if (faulty.size > MOST_FAULTY) break;
  }
  if (faulty.size === 0) return checked;
  throw new FaultList(
    [...faulty].map(([fault, [first, ...others]]) => {
      const more = others.length === 0 ? '' : ` (and ${others.length} more of ${checked} points checked)`;
      return `${sweep.file}: point ${first!.index} (${showPoint(axes, first!)}): ${fault}${more}`;
    }),
  );
}

function faultsOf(sweep: Sweep, point: Point): readonly string[] {
  try {
    const { scenario } = resolvePoint(sweep, point);
    if (sweep.evaluator !== null) checkEvaluator(scenario, sweep.evaluator);
    return [];
  } catch (error) {
    if (error instanceof FaultList) return error.faults;
    if (error instanceof UserError) return [error.message];
    throw error;
  }
}

/** All numbers below n, each once: the first and the last, then the middles between those that were, and so on. */
export function* evenOrder(n: number): Generator<number> {
  if (n > 0) yield 0;
  if (n > 1) yield n - 1;
  const bits = Math.ceil(Math.log2(Math.max(2, n)));
  for (let i = 1; i < 2 ** bits; i++) {
    let reversed = 0;
    for (let b = 0; b < bits; b++) if ((i >>> b) & 1) reversed += 2 ** (bits - 1 - b);
    if (reversed < n - 1) yield reversed;
  }
}
