/** Where a value was written: in the file, or in an option of the command line (`option` is its text, like `--set a=1`). */
export type Place =
  | { readonly line: number; readonly column: number }
  | { readonly option: string; readonly index: number };

/** Keys of maps and indices of lists that lead from the root to a value. */
export type Path = readonly (string | number)[];

/** A document as plain data, every part with its place. Parts may be shared (aliases) and are never changed. */
export type Tree = Scalar | Mapping | Sequence | Broken;

/** Stands for a value that could not be read; its fault is told, and nothing more is to be said of it. */
export interface Broken {
  readonly kind: 'broken';
  readonly place: Place;
}

export interface Scalar {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly place: Place;
  /** Of a number: how it was written, which says more than its value where digits were lost. */
  readonly source?: string;
  /** Of text written as a block: the place of each of its lines. */
  readonly lines?: readonly Place[];
}

export interface Mapping {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, { readonly key: Place; readonly value: Tree }>;
  readonly place: Place;
}

export interface Sequence {
  readonly kind: 'list';
  readonly items: readonly Tree[];
  readonly place: Place;
}

/** The child of a map by its key, or of a list by its index; undefined where there is none. */
export function childOf(tree: Tree, step: string | number): Tree | undefined {
  if (tree.kind === 'map') return tree.entries.get(String(step))?.value;
  if (tree.kind === 'list' && /^(0|[1-9][0-9]*)$/.test(String(step))) return tree.items[Number(step)];
  return undefined;
}

/** The value at a path; undefined where the document has none. */
export function valueAt(tree: Tree, path: Path): Tree | undefined {
  let at: Tree | undefined = tree;
  for (const step of path) at = at && childOf(at, step);
  return at;
}

/** Place of the key that leads to a path's value; of the value itself in a list or at the root. */
export function keyPlace(tree: Tree, path: Path): Place | undefined {
  const last = path.at(-1);
  const parent = last === undefined ? undefined : valueAt(tree, path.slice(0, -1));
  if (parent?.kind === 'map') return parent.entries.get(String(last))?.key;
  return valueAt(tree, path)?.place;
}

/** The plain data of a tree; its maps have no prototype, so that no key can be mistaken for an inherited one. */
export function plain(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.value;
  if (tree.kind === 'list') return tree.items.map(plain);
  if (tree.kind === 'broken') return null;
  const record: Record<string, unknown> = Object.create(null);
  for (const [key, { value }] of tree.entries) record[key] = plain(value);
  return record;
}
