import type { Faults } from '../../scenario/document/faults.js';
import type { Path, Tree } from '../../scenario/document/tree.js';
import type { Level, PlannedAxis } from './axis.js';
import type { RawDesign, RawSample } from './design-schema.js';
import { axisKey } from './identity.js';
import { latinAxis } from './latin.js';
import { shiftedSobol } from './sobol.js';

/** What each axis of a part of a design gives, by the axis's name. */
type Row = ReadonlyMap<string, Level>;

/** All combinations that a design makes, in its order: the first part of a product changes slowest. */
export function arrange(design: RawDesign, axes: ReadonlyMap<string, PlannedAxis>, seed: string): Row[] {
  if (typeof design === 'string') return axes.get(design)!.levels!.map((level) => new Map([[design, level]]));
  if ('product' in design) return productOf(design.product.map((part) => arrange(part, axes, seed)));
  if ('zip' in design) return zipOf(design.zip.map((part) => arrange(part, axes, seed)));
  const isSobol = 'sobol' in design;
  const { axes: names, points }: RawSample = isSobol ? design.sobol : design.latin;
  const placesOf = names.map((name, dimension) =>
    isSobol ? shiftedSobol(axisKey(seed, name), dimension, points) : latinAxis(axisKey(seed, name), points),
  );
  return Array.from({ length: points }, (_, point) => {
    const levels = names.map((name, d) => [name, axes.get(name)!.at(placesOf[d]![point]!)] as const);
    return new Map(levels);
  });
}

function productOf(parts: readonly Row[][]): Row[] {
  return parts.reduce((left, right) => left.flatMap((a) => right.map((b) => new Map([...a, ...b]))));
}

function zipOf(parts: readonly Row[][]): Row[] {
  return parts[0]!.map((_, i) => new Map(parts.flatMap((rows) => [...rows[i]!])));
}

/**
 * Number of points that a design makes; faults where its parts do not go together, and then NaN.
 *
 * @param path of the design in the file; empty for the product of all axes that stands for one
 */
export function countOf(
  design: RawDesign,
  path: Path,
  axes: ReadonlyMap<string, PlannedAxis>,
  tree: Tree,
  faults: Faults,
): number {
  if (typeof design === 'string') {
    const axis = axes.get(design);
    if (axis === undefined) return Number.NaN;
    if (axis.levels !== null) return axis.levels.length;
    faults.at(
      tree,
      path.length === 0 ? ['axes', design] : path,
      `${design} is continuous (between); expected it in a design that draws from it, such as ` +
        `{sobol: {axes: [${design}], points: 64}}`,
    );
    return Number.NaN;
  }
  if ('latin' in design) return design.latin.points;
  if ('sobol' in design) return design.sobol.points;
  const kind = 'zip' in design ? 'zip' : 'product';
  const parts = 'zip' in design ? design.zip : design.product;
  const counts = parts.map((part, i) => countOf(part, path.length === 0 ? [] : [...path, kind, i], axes, tree, faults));
  if (kind === 'product') return counts.reduce((product, count) => product * count, 1);
  const known = counts.filter((count) => !Number.isNaN(count));
  if (new Set(known).size > 1)
    faults.at(tree, [...path, 'zip'], `parts of ${counts.join(', ')} points; expected parts of equal length`);
  return new Set(counts).size === 1 ? counts[0]! : Number.NaN;
}
