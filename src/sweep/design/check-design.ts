import type { Faults } from '../../scenario/document/faults.js';
import { hint, showNames } from '../../scenario/document/show.js';
import type { Path, Tree } from '../../scenario/document/tree.js';
import type { RawDesign } from './design-schema.js';

/** Refuses a design that does not use every axis once. */
export function checkDesign(design: RawDesign, names: readonly string[], tree: Tree, faults: Faults): void {
  const used = new Set<string>();
  for (const { name, path } of axesOf(design, ['design'])) {
    if (!names.includes(name))
      faults.at(tree, path, `${name}: no axis of this name;${hint(name, names)} expected one of ${showNames(names)}`);
    else if (used.has(name)) faults.at(tree, path, `axis ${name} for the second time; expected every axis once`);
    used.add(name);
  }
  const left = names.filter((name) => !used.has(name));
  if (left.length > 0) faults.at(tree, ['design'], `does not use ${showNames(left)}; expected every axis once`);
  for (const path of entwined(design, ['design']))
    faults.at(
      tree,
      path,
      "two sets of Sobol' points, which would go along with one another; expected one of all their axes",
    );
}

/** Parts of a design in which it is nested, with their paths; none of an axis or of points that are drawn. */
function partsOf(design: RawDesign, path: Path): { part: RawDesign; path: Path }[] {
  if (typeof design === 'string' || 'latin' in design || 'sobol' in design) return [];
  const [kind, parts] = 'zip' in design ? (['zip', design.zip] as const) : (['product', design.product] as const);
  return parts.map((part, i) => ({ part, path: [...path, kind, i] }));
}

function axesOf(design: RawDesign, path: Path): { name: string; path: Path }[] {
  if (typeof design === 'string') return [{ name: design, path }];
  if ('latin' in design) return design.latin.axes.map((name, i) => ({ name, path: [...path, 'latin', 'axes', i] }));
  if ('sobol' in design) return design.sobol.axes.map((name, i) => ({ name, path: [...path, 'sobol', 'axes', i] }));
  return partsOf(design, path).flatMap(({ part, path }) => axesOf(part, path));
}

/** Paths of all zips of more than one part with Sobol' points: all of these begin with the same dimension. */
function entwined(design: RawDesign, path: Path): Path[] {
  const parts = partsOf(design, path);
  const inner = parts.flatMap(({ part, path }) => entwined(part, path));
  const isZip = typeof design !== 'string' && 'zip' in design;
  return isZip && parts.filter(({ part }) => hasSobol(part)).length > 1 ? [[...path, 'zip'], ...inner] : inner;
}

function hasSobol(design: RawDesign): boolean {
  return (typeof design !== 'string' && 'sobol' in design) || partsOf(design, []).some(({ part }) => hasSobol(part));
}
