import { LEAST_REPEATS } from '../../base/least-repeats.js';
import { rootKey } from '../../base/streams.js';
import type { Table } from '../../base/table.js';
import { poolRepeats } from '../../pressure/splitting/pool.js';
import type { RepeatState } from '../../pressure/splitting/repeat.js';
import { pressureOf } from '../../scenario/pressure.js';
import type { PressureSpec, Scenario } from '../../scenario/scenario.js';
import type { Device } from '../../simulate/device/owner.js';
import { buildSystem } from '../../system/build-system.js';
import { checkSources } from '../analog/check-sources.js';
import type { Checkpoints } from '../checkpoints.js';
import { certify } from './certify/certify.js';
import { planEvidence } from './certify/evidence.js';
import { gather } from './certify/gather.js';
import { predict } from './certify/predict.js';
import type { Certificate } from './certify/records.js';
import { followRepeats, levelsOf, type PressurePool, type PressureProgress, type Repeats } from './follow.js';
import { poolingGrid } from './grid.js';
import { splittingPlan } from './plan.js';
import { inlinePressurePool, pressureThreads } from './pool.js';
import { pressureRows } from './rows.js';
import { type PressureSummary, summarisePressure } from './summary.js';
import type { PressureTableName } from './tables.js';
import type { PressureContext } from './task.js';

/** A scenario compiled with its seed, as workers are told it. */
export function pressureContext(scenario: Scenario, evaluator: string, device?: Device): PressureContext {
  const key = rootKey(scenario.seed);
  const system = buildSystem(scenario, key);
  checkSources(system, key, scenario.measure.samples);
  return { scenario, key, system, evaluator, device: device?.link };
}

/** A curve that reached its end. */
export interface PressureCurve {
  /** All repeats, a pilot after them: what a checkpoint holds. */
  readonly states: readonly RepeatState[];
  readonly tables: Readonly<Record<PressureTableName, Table>>;
  readonly summary: Omit<PressureSummary, 'comparison' | 'elapsedMs'>;
  readonly certificate: Certificate;
}

export interface ComputeOptions {
  readonly workers: number;
  readonly resumeFrom?: Repeats | undefined;
  readonly between?: Checkpoints<Repeats>['between'] | undefined;
  readonly onProgress?: ((progress: PressureProgress) => void) | undefined;
  /** Where a device stands behind the evaluator: the one of the context's link. */
  readonly device?: Device | undefined;
  /** Makes the pool; only tests give another than the default. */
  readonly createPool?: ((context: PressureContext, workers: number, device?: Device) => PressurePool) | undefined;
}

const defaultPool = (context: PressureContext, workers: number, device?: Device): PressurePool =>
  workers === 0 ? inlinePressurePool(context) : pressureThreads(context, workers, device);

/** Downwards to a strength no share of the way is known, and the repeats that have ended are counted. */
function shareDone(progress: Omit<PressureProgress, 'share'>, { until, direction }: PressureSpec): number {
  const { ended, repeats, bits, threshold } = progress;
  if (ended === repeats) return 1;
  if (until.kind === 'bits') return Math.min(1, bits / until.value);
  return direction === 'open' ? Math.min(1, threshold / until.value) : ended / repeats;
}

/**
 * Follows all repeats to their ends and pools them. The same tables come out wherever the work is done and however often
 * it was interrupted.
 *
 * @returns null where `between` stopped it
 */
export async function computeCurve(context: PressureContext, options: ComputeOptions): Promise<PressureCurve | null> {
  const { workers, resumeFrom, between = async () => false, onProgress, createPool = defaultPool } = options;
  const { scenario, system, evaluator } = context;
  const spec = pressureOf(scenario);
  const plan = planEvidence(context);
  const pool = createPool(context, workers, options.device);
  try {
    // The pilot is one repeat more, which has no part in the curve.
    const followedRepeats = spec.repeats + (plan.kind === 'splitting' && spec.repeats >= LEAST_REPEATS ? 1 : 0);
    const start = Array.from({ length: followedRepeats }, (_, r) => resumeFrom?.[r] ?? null);
    const states = await followRepeats(pool, start, { between }, (progress) =>
      onProgress?.({ ...progress, share: shareDone(progress, spec) }),
    );
    if (states === null) return null;
    const repeats = states.slice(0, spec.repeats);
    const found = { repeats, pilot: states[spec.repeats] ?? null };
    const evidence = await gather(pool, context, plan, found, () => between(levelsOf(states), () => [...states]));
    if (evidence === null) return null;
    const pooled = poolRepeats(repeats, poolingGrid(repeats, spec), spec.direction);
    const names = {
      contexts: system.contexts.map(({ name }) => name),
      channels: system.channels.map(({ name }) => name),
      scoreContext: spec.on?.context ?? null,
    };
    const { samples } = splittingPlan(scenario, evaluator);
    const summary = summarisePressure(scenario, names, samples, repeats, pooled);
    return {
      states,
      tables: pressureRows(names, repeats, pooled),
      summary: { ...summary, predictions: predict(context, evidence, repeats, summary.needed) },
      certificate: certify(context, evidence),
    };
  } finally {
    await pool.close();
  }
}
