import { FaultList, UserError } from '../../base/errors.js';
import { checkEvaluator } from '../../run/check-evaluator.js';
import { loadScenario } from '../../scenario/load.js';
import type { Scenario } from '../../scenario/scenario.js';
import { placesOf } from './place-of-setting.js';
import type { Point, Sweep } from './records.js';
import { showPoint } from './show-point.js';

/** Points named for one fault; it may be that of all. */
const MOST_FAULTY = 100;

/**
 * The scenario of a point, its seed in it, and the hash of what it does.
 *
 * @param placeOf a setting, for messages; without it the setting itself
 */
export function resolvePoint(
  { base }: Pick<Sweep, 'base'>,
  point: Point,
  placeOf: (setting: string) => string | null = () => null,
): { scenario: Scenario; hash: string } {
  const settings = [...base.overrides, ...point.overrides];
  return loadScenario({
    text: base.text,
    file: base.file,
    overrides: settings,
    seed: point.seed,
    // Whoever reads it looks for the point first, which has this setting.
    placeOf: (index) => placeOf(settings[index]!) ?? settings[index],
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
      const [place, what] = placeAhead(sweep.file, fault);
      return `${place}: point ${first!.index} (${showPoint(axes, first!)}): ${what}${more}`;
    }),
  );
}

function faultsOf(sweep: Sweep, point: Point): readonly string[] {
  try {
    const { scenario } = resolvePoint(sweep, point);
    if (sweep.evaluator !== null) checkEvaluator(scenario, sweep.evaluator);
    return [];
  } catch (error) {
    if (error instanceof FaultList) return faultsInPlace(sweep, point, error);
    if (error instanceof UserError) return [error.message];
    throw error;
  }
}

/** The same faults, each where the sweep file sets what is wrong. Its text is read for faults alone. */
function faultsInPlace(sweep: Sweep, point: Point, found: FaultList): readonly string[] {
  try {
    resolvePoint(sweep, point, placesOf(sweep));
  } catch (error) {
    if (error instanceof FaultList) return error.faults;
  }
  return found.faults;
}

/** `file:line:column` and the rest of a fault that is placed in the sweep file; the file's name and all of another one. */
function placeAhead(file: string, fault: string): [string, string] {
  const place = fault.startsWith(`${file}:`) ? /^:\d+:\d+/.exec(fault.slice(file.length)) : null;
  if (place === null) return [file, fault];
  return [`${file}${place[0]}`, fault.slice(file.length + place[0].length + 2)];
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
