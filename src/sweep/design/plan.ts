import type { z } from 'zod';
import { UserError } from '../../base/errors.js';
import type { Faults } from '../../scenario/document/faults.js';
import { type Path, plain, type Tree, valueAt } from '../../scenario/document/tree.js';
import { arrange, countOf } from './arrange.js';
import { type PlannedAxis, planAxis } from './axis.js';
import { axisName, axisSchema } from './axis-schema.js';
import { checkAxisNames, checkKeys } from './check-axes.js';
import { checkDesign } from './check-design.js';
import { designSchema, type RawDesign } from './design-schema.js';
import { keepWhere } from './filter.js';
import { MOST_AXES, MOST_POINTS } from './limits.js';
import { type Combination, withReplicates } from './points.js';
import type { Setting } from './read-base.js';
import { sweepSchema } from './schema.js';

/** What a sweep file says of its points. */
export interface Plan {
  /** In the order of the file. */
  readonly axes: readonly PlannedAxis[];
  readonly design: RawDesign | null;
  readonly replicates: number;
  readonly where: string | null;
}

/**
 * What a document says of its points, as far as its parts are of the right form; faults where they do not go together.
 *
 * @returns the plan, to be used where there are no faults
 */
export function planOf(tree: Tree, settings: readonly Setting[], faults: Faults): Plan {
  const map = valueAt(tree, ['axes']);
  const names = map?.kind === 'map' ? [...map.entries.keys()] : [];
  if (names.length > MOST_AXES) faults.at(tree, ['axes'], `${names.length} axes; expected at most ${MOST_AXES}`);
  const planned = names.map((name) => {
    const raw = axisName().safeParse(name).success ? read(tree, ['axes', name], axisSchema) : undefined;
    return raw === undefined ? null : planAxis(name, raw, tree, faults);
  });
  const axes = planned.filter((axis) => axis !== null);
  checkAxisNames(names, tree, faults);
  checkKeys(axes, settings, tree, faults);
  const design = read(tree, ['design'], designSchema.optional());
  const whole: RawDesign | null = design ?? (names.length === 0 ? null : { product: names });
  if (design !== undefined) checkDesign(design, names, tree, faults);
  const repeated = read(tree, ['replicates'], sweepSchema.shape.replicates) ?? 1;
  const replicates = typeof repeated === 'number' ? repeated : repeated.count;
  if (whole !== null) {
    const byName = new Map(axes.map((axis) => [axis.name, axis]));
    const count = countOf(whole, design === undefined ? [] : ['design'], byName, tree, faults) * replicates;
    if (count > MOST_POINTS)
      faults.at(tree, design === undefined ? ['axes'] : ['design'], `${count} points; expected at most ${MOST_POINTS}`);
  }
  const seed = axes.find(({ paths }) => paths.includes('seed'));
  if (seed !== undefined && replicates > 1)
    faults.at(tree, ['replicates'], `${replicates}, though axis ${seed.name} sets the seed; expected one of them`);
  return { axes, design: whole, replicates, where: read(tree, ['where'], sweepSchema.shape.where) ?? null };
}

function read<Schema extends z.ZodType>(tree: Tree, path: Path, schema: Schema): z.output<Schema> | undefined {
  const value = valueAt(tree, path);
  const result = schema.safeParse(value === undefined ? undefined : plain(value));
  return result.success ? result.data : undefined;
}

/** All combinations of a plan without faults that meet its condition. */
export async function combine(
  { axes, design, replicates, where }: Plan,
  seed: string,
  tree: Tree,
  faults: Faults,
): Promise<Combination[]> {
  const rows = design === null ? [new Map()] : arrange(design, new Map(axes.map((axis) => [axis.name, axis])), seed);
  const all = withReplicates(rows, axes, replicates);
  if (where === null) return all;
  try {
    const kept = await keepWhere(all, axes, where);
    if (kept.length === 0)
      throw new UserError(
        `${all.length === 1 ? 'the only point does not meet it' : `none of ${all.length} points meets it`}; expected at least one`,
      );
    return kept;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    faults.at(tree, ['where'], error.message);
    return [];
  }
}
