import { FaultList, UserError } from '../../base/errors.js';
import { checkEvaluator } from '../../run/check-evaluator.js';
import { Faults } from '../../scenario/document/faults.js';
import { kindOf } from '../../scenario/document/kind-of.js';
import { readDocument } from '../../scenario/document/read-document.js';
import { showOption } from '../../scenario/document/show.js';
import { plain, type Tree, valueAt } from '../../scenario/document/tree.js';
import { readInputFile } from '../../scenario/read-file.js';
import type { Scenario } from '../../scenario/scenario.js';
import { validate } from '../../scenario/validate.js';
import type { PlannedAxis } from './axis.js';
import { evaluatorInResults } from './evaluator-in-results.js';
import { LEAST_MISSED_BEATS } from './limits.js';
import { combine, planOf } from './plan.js';
import { pointsOf } from './points.js';
import { basePath, readBase, settingsOf } from './read-base.js';
import type { Point, Sweep } from './records.js';
import { type RawSweep, sweepSchema } from './schema.js';
import { showPoint } from './show-point.js';

/** Where a sweep comes from, and what the command line adds. */
export interface SweepSource {
  /** Path of the sweep file. */
  readonly file: string;
  /** Path of the base scenario, in place of the one that the file names: the copy in a sweep's directory. */
  readonly base?: string | undefined;
  /** `path=value` for all points, after the file's own `set`. */
  readonly overrides?: readonly string[] | undefined;
  /** In place of the base scenario's. */
  readonly seed?: string | undefined;
  /** In place of the file's. */
  readonly evaluator?: string | undefined;
}

/**
 * Reads a sweep file and its base scenario, and makes all of its points.
 *
 * No point is resolved here, which would take a millisecond each: {@link ./check-points.ts} does that.
 *
 * @throws FaultList with every fault of both files at once, each with its place
 */
export async function loadSweep(source: SweepSource): Promise<Sweep> {
  const { file, seed } = source;
  const text = await readInputFile(file, 'a sweep file, such as scenarios/sweeps/smoke.yaml');
  const faults = new Faults(file);
  const tree = readDocument(text, faults);
  if (kindOf(tree) === 'scenario') throw new UserError(`${file}: this is a scenario: scarce run ${file}`);
  const raw = validate(sweepSchema, tree, faults);
  const set = valueAt(tree, ['set']);
  const settings = settingsOf(
    set?.kind === 'map' ? (plain(set) as object as RawSweep['set']) : {},
    source.overrides ?? [],
  );
  const plan = planOf(tree, settings, faults);
  const ofBase: string[] = [];
  const name = source.base ?? (raw === undefined ? null : basePath(file, raw.scenario));
  let found: Awaited<ReturnType<typeof readBase>> = null;
  try {
    if (name !== null) found = await readBase(name, settings, seed, file, tree, faults);
  } catch (error) {
    if (!(error instanceof FaultList)) throw error;
    ofBase.push(...error.faults);
  }
  const evaluator = source.evaluator ?? raw?.evaluator ?? null;
  if (found !== null && evaluator !== null) checkName(found.scenario, evaluator, source, tree, faults);
  if (raw !== undefined) checkLease(raw, tree, faults);
  throwAll(faults, ofBase);

  const { base, scenario } = found!;
  const { axes } = plan;
  const combinations = await combine(plan, base.seed, tree, faults);
  const { commands } = raw!;
  const seeds = typeof raw!.replicates === 'number' ? 'apart' : raw!.replicates.seeds;
  const points = pointsOf(combinations, {
    ...{ base, seeds, commands },
    evaluator: evaluatorInResults(evaluator, mayBeAnalog(scenario, axes)),
  });
  refuseTwins(axes, points, tree, faults);
  faults.throwIfAny();
  return {
    ...{ name: raw!.name, file, text, base, points, commands, evaluator },
    given: { overrides: source.overrides ?? [], seed: seed ?? null, evaluator: source.evaluator ?? null },
    axes: axes.map(({ name, type }) => ({ name, type })),
    retries: raw!.retries,
    checkpoint: raw!.checkpoint,
    lease: raw!.lease,
  };
}

function checkName(scenario: Scenario, name: string, { evaluator }: SweepSource, tree: Tree, faults: Faults): void {
  try {
    checkEvaluator(scenario, name);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (evaluator === undefined) faults.at(tree, ['evaluator'], error.message);
    else faults.add({ option: `--evaluator ${showOption(name)}`, index: 0 }, [], error.message);
  }
}

function checkLease({ lease: { beat, stale } }: RawSweep, tree: Tree, faults: Faults): void {
  if (stale >= LEAST_MISSED_BEATS * beat) return;
  faults.at(
    tree,
    ['lease'],
    `stale after ${stale} s at a beat of ${beat} s; expected at least ${LEAST_MISSED_BEATS} beats`,
  );
}

/** Whether a point may have analog units: the base has, or an axis sets some key of them. */
function mayBeAnalog({ units }: Scenario, axes: readonly PlannedAxis[]): boolean {
  return units.kind === 'analog' || axes.some(({ paths }) => paths.some((path) => /^units(\.|$)/.test(path)));
}

/** Refuses points that are one and the same run. */
function refuseTwins(axes: readonly PlannedAxis[], points: readonly Point[], tree: Tree, faults: Faults): void {
  const seen = new Map<string, Point>();
  for (const point of points) {
    const twin = seen.get(point.id);
    if (twin !== undefined) {
      const message = `two points are the same run: ${showPoint(axes, twin)}, and ${showPoint(axes, point)}`;
      faults.at(tree, ['design'], `${message}; expected each once`);
      return;
    }
    seen.set(point.id, point);
  }
}

function throwAll(faults: Faults, others: readonly string[]): void {
  try {
    faults.throwIfAny();
  } catch (error) {
    throw error instanceof FaultList ? new FaultList([...error.faults, ...others]) : error;
  }
  if (others.length > 0) throw new FaultList(others);
}
