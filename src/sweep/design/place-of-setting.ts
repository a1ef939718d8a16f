import { Faults } from '../../scenario/document/faults.js';
import { readDocument } from '../../scenario/document/read-document.js';
import { keyPlace, type Path, type Place, plain, type Tree, valueAt } from '../../scenario/document/tree.js';
import type { Sweep } from './records.js';
import { setting } from './setting.js';

/**
 * Where in its file a sweep says what a setting of a point sets, as `file:line:column`: its level, its value, or its axis
 * where values are made. Null for one of the command line.
 */
export function placesOf({ file, text }: Pick<Sweep, 'file' | 'text'>): (setting: string) => string | null {
  const tree = readDocument(text, new Faults(file));
  return (given) => {
    const place = ownPlace(tree, given) ?? placeOnAxis(tree, given);
    return place !== undefined && 'line' in place ? `${file}:${place.line}:${place.column}` : null;
  };
}

/** Of what is set in all points. */
function ownPlace(tree: Tree, given: string): Place | undefined {
  const path = keysOf(tree, ['set']).find((key) => says(tree, ['set', key], key, given));
  return path === undefined ? undefined : keyPlace(tree, ['set', path]);
}

function placeOnAxis(tree: Tree, given: string): Place | undefined {
  for (const name of keysOf(tree, ['axes'])) {
    const levels = ['axes', name, 'levels'];
    for (const label of keysOf(tree, levels)) {
      const key = keysOf(tree, [...levels, label]).find((path) => says(tree, [...levels, label, path], path, given));
      if (key !== undefined) return keyPlace(tree, [...levels, label, key]);
    }
    const keys = valueAt(tree, ['axes', name, 'key']);
    const path = keys === undefined ? undefined : [plain(keys)].flat().find((key) => given.startsWith(`${key}=`));
    if (path === undefined) continue;
    const values = valueAt(tree, ['axes', name, 'values']);
    const item =
      values?.kind === 'list' ? values.items.find((value) => setting(`${path}`, plain(value)) === given) : null;
    return item?.place ?? keyPlace(tree, ['axes', name]);
  }
  return undefined;
}

function keysOf(tree: Tree, path: Path): string[] {
  const map = valueAt(tree, path);
  return map?.kind === 'map' ? [...map.entries.keys()] : [];
}

function says(tree: Tree, at: Path, path: string, given: string): boolean {
  const value = valueAt(tree, at);
  return value !== undefined && setting(path, plain(value)) === given;
}
