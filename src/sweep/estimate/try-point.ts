import { drawBlueprint } from '../../run/engine.js';
import { estimateOpen } from '../../run/estimate.js';
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
): TriedPoint {
  const tried = commands.map((command): TriedPoint => {
    if (command === 'run') {
      const blueprint = drawBlueprint(scenario);
      const { seconds, rows, memoryBytes } = estimateOpen(evaluation, blueprint, 0, CALIBRATION_MS);
      const atMost = scenario.stop.when !== null;
      return { seconds, rows: rowCounts(blueprint, rows), memoryBytes, atMost, isRough: false };
    }
    const context = pressureContext(scenario, evaluation.name, evaluation.device);
    const memoryBytes = pressureBytes(context, 0, planEvidence(context));
    const { seconds, levels, atMost, reached } = estimateCurve(context, curveMs);
    const { curve, pooled } = curveRowCounts(context.system, pressureOf(scenario).repeats, levels);
    return {
      seconds,
      rows: { pressure_curve: curve, pressure_pooled: pooled },
      memoryBytes,
      atMost,
      isRough: !atMost && !reached,
    };
  });
  return {
    seconds: tried.reduce((sum, { seconds }) => sum + seconds, 0),
    rows: Object.assign({}, ...tried.map(({ rows }) => rows)),
    memoryBytes: Math.max(...tried.map(({ memoryBytes }) => memoryBytes)),
    atMost: tried.some(({ atMost }) => atMost),
    isRough: tried.some(({ isRough }) => isRough),
  };
}
