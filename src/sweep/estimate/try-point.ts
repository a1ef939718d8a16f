import { drawBlueprint } from '../../run/engine.js';
import { estimateOpen, type Speed } from '../../run/estimate.js';
import type { Evaluation } from '../../run/evaluation.js';
import { planEvidence } from '../../run/pressure/certify/evidence.js';
import { pressureContext } from '../../run/pressure/compute.js';
import { estimateCurve } from '../../run/pressure/estimate.js';
import { pressureBytes } from '../../run/pressure/memory.js';
import { curveRowCounts } from '../../run/pressure/row-counts.js';
import { rowCounts } from '../../run/results/row-counts.js';
import { pressureOf } from '../../scenario/pressure.js';
import type { Scenario } from '../../scenario/scenario.js';
import type { PointCommand } from '../design/records.js';

/** How long the speed of one run is measured: a few hundredths of a second tell it to a tenth. */
const CALIBRATION_MS = 40;

/** Rows of each table, by the table's name: `pressure_curve` is the table `curve` of the part `pressure`. */
export type Rows = Readonly<Record<string, number>>;

/** What one run of a sweep would take. */
export interface TriedPoint {
  readonly seconds: number;
  readonly rows: Rows;
  readonly memoryBytes: number;
  readonly atMost: boolean;
  readonly isRough: boolean;
}

/** What was measured of points tried before: what does not hang on what a point varies is not measured again. */
export interface Known {
  readonly speeds: Map<string, Speed>;
  readonly curves: Map<string, TriedPoint>;
}

/**
 * Finds what a scenario's commands would take, by measuring parts of them.
 *
 * @param curveMs after which a pressure curve is followed no further
 */
export function tryPoint(
  scenario: Scenario,
  commands: readonly PointCommand[],
  evaluation: Pick<Evaluation, 'name' | 'device'>,
  curveMs: number,
  known: Known,
): TriedPoint {
  const tried = commands.map((command) =>
    command === 'run' ? tryRun(scenario, evaluation, known) : tryCurve(scenario, evaluation, curveMs, known),
  );
  return {
    seconds: tried.reduce((sum, { seconds }) => sum + seconds, 0),
    rows: Object.assign({}, ...tried.map(({ rows }) => rows)),
    memoryBytes: Math.max(...tried.map(({ memoryBytes }) => memoryBytes)),
    atMost: tried.some(({ atMost }) => atMost),
    isRough: tried.some(({ isRough }) => isRough),
  };
}

function tryRun(scenario: Scenario, evaluation: Pick<Evaluation, 'name' | 'device'>, { speeds }: Known): TriedPoint {
  const blueprint = drawBlueprint(scenario);
  const key = JSON.stringify([systemOf(scenario), scenario.measure.samples]);
  const options = { calibrationMs: CALIBRATION_MS, speed: speeds.get(key) };
  const { seconds, rows, memoryBytes, speed } = estimateOpen(evaluation, blueprint, 0, options);
  if (speed !== null) speeds.set(key, speed);
  const atMost = scenario.stop.when !== null;
  return { seconds, rows: rowCounts(blueprint, rows), memoryBytes, atMost, isRough: false };
}

function tryCurve(
  scenario: Scenario,
  evaluation: Pick<Evaluation, 'name' | 'device'>,
  curveMs: number,
  { curves }: Known,
): TriedPoint {
  const key = JSON.stringify([systemOf(scenario), scenario.measure.samples, scenario.pressure]);
  const before = curves.get(key);
  if (before !== undefined) return before;
  const context = pressureContext(scenario, evaluation.name, evaluation.device);
  const { seconds, levels, atMost, reached } = estimateCurve(context, curveMs);
  const { curve, pooled } = curveRowCounts(context.system, pressureOf(scenario).repeats, levels);
  const found: TriedPoint = {
    ...{ seconds, rows: { pressure_curve: curve, pressure_pooled: pooled } },
    ...{ memoryBytes: pressureBytes(context, 0, planEvidence(context)), atMost, isRough: !atMost && !reached },
  };
  curves.set(key, found);
  return found;
}

/** What of a scenario decides on its lattice, genome and environment, but for the draws of its seed. */
function systemOf({ lattice, units, environment, contexts, ports, channels, genome }: Scenario): unknown {
  return [lattice, units, environment, contexts, ports, channels, genome];
}
