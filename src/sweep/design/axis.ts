import type { Faults } from '../../scenario/document/faults.js';
import { plain, type Tree, valueAt } from '../../scenario/document/tree.js';
import type { RawAxis } from './axis-schema.js';
import { type ContinuousAxis, spacedValues } from './axis-values.js';
import type { Axis, Coordinate } from './records.js';
import { setting } from './setting.js';
import { placed } from './spaced.js';

/** What an axis gives a point. */
export interface Level {
  readonly coordinate: Coordinate;
  /** `path=value` each. */
  readonly settings: readonly string[];
  /** Text of the seed, where the axis sets it. */
  readonly seed: string | null;
}

/** An axis of a sweep file with all that it can give. */
export interface PlannedAxis extends Axis {
  /** In order; null for a continuous axis. */
  readonly levels: readonly Level[] | null;
  /** What it gives at a place of (0, 1): of levels each has an equal share. */
  readonly at: (u: number) => Level;
  /** Paths of all keys that it sets, at any of its levels. */
  readonly paths: readonly string[];
}

const NUMBER = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$/;

const typeOf = (numbers: readonly number[]): Axis['type'] =>
  numbers.every(Number.isSafeInteger) ? 'integer' : 'double';

/** The axis of a name, as written in the file; null, and a fault more, where it contradicts itself. */
export function planAxis(name: string, raw: RawAxis, tree: Tree, faults: Faults): PlannedAxis | null {
  if ('levels' in raw) return fromLevels(name, tree, faults);
  const keys = typeof raw.key === 'string' ? [raw.key] : raw.key;
  const level = (coordinate: Coordinate, value: Coordinate = coordinate): Level =>
    levelOf(coordinate, Object.fromEntries(keys.map((key) => [key, value])));
  if ('between' in raw) return fromInterval(name, raw, keys, level, tree, faults);
  const values = 'values' in raw ? raw.values : spacedValues(name, raw, tree, faults);
  if (values === null) return null;
  const kind = Object.keys(raw)[0]!;
  const numbers = values.filter((value) => typeof value === 'number');
  const isText = numbers.length < values.length;
  const levels = values.map((value) => level(isText ? String(value) : value, value));
  if (hasTwice(levels, ['axes', name, kind], tree, faults)) return null;
  return fromList({ name, type: isText ? 'text' : typeOf(numbers) }, levels, keys);
}

function levelOf(coordinate: Coordinate, values: Readonly<Record<string, unknown>>): Level {
  const settings = Object.entries(values).map(([path, value]) => setting(path, value));
  return { coordinate, settings, seed: 'seed' in values ? String(values.seed) : null };
}

function fromLevels(name: string, tree: Tree, faults: Faults): PlannedAxis | null {
  const path = ['axes', name, 'levels'];
  const map = valueAt(tree, path);
  // By the document and not by plain data, whose keys that look like integers come first.
  if (map?.kind !== 'map') return null;
  const labels = [...map.entries.keys()];
  const areNumbers = labels.every((label) => NUMBER.test(label) && Number.isFinite(Number(label)));
  const values = labels.map((label) => plain(map.entries.get(label)!.value) as Record<string, unknown>);
  const levels = labels.map((label, i) => levelOf(areNumbers ? Number(label) : label, values[i]!));
  if (hasTwice(levels, path, tree, faults)) return null;
  const paths = values.flatMap((value) => Object.keys(value));
  return fromList({ name, type: areNumbers ? typeOf(labels.map(Number)) : 'text' }, levels, [...new Set(paths)]);
}

function fromInterval(
  name: string,
  { between, scale, whole }: ContinuousAxis,
  paths: readonly string[],
  level: (value: number) => Level,
  tree: Tree,
  faults: Faults,
): PlannedAxis | null {
  const path = ['axes', name, 'between'];
  const [least, largest] = between;
  const wrong =
    least >= largest
      ? 'the least value first, below the largest'
      : scale === 'log' && least <= 0
        ? 'ends above 0, for scale: log'
        : whole && !between.every(Number.isSafeInteger)
          ? 'integers, for whole: true'
          : null;
  if (wrong !== null) faults.at(tree, path, `[${least}, ${largest}]; expected ${wrong}`);
  if (wrong !== null) return null;
  const type = whole ? 'integer' : 'double';
  return { name, type, levels: null, at: (u) => level(placed(u, between, scale, whole)), paths };
}

function fromList(axis: Axis, levels: readonly Level[], paths: readonly string[]): PlannedAxis {
  return { ...axis, levels, at: (u) => levels[Math.min(levels.length - 1, Math.floor(u * levels.length))]!, paths };
}

/** Whether a coordinate stands twice on an axis; its points could not be told apart. */
function hasTwice(levels: readonly Level[], path: readonly string[], tree: Tree, faults: Faults): boolean {
  const seen = new Set<Coordinate>();
  for (const { coordinate } of levels) {
    if (seen.has(coordinate)) {
      const fix = path.at(-1) === 'range' || path.at(-1) === 'log' ? ': a smaller count, or whole: false' : '';
      faults.at(tree, path, `gives ${JSON.stringify(coordinate)} twice; expected different values${fix}`);
      return true;
    }
    seen.add(coordinate);
  }
  return false;
}
