import { InvariantError } from '../base/errors.js';

/** The typed arrays of the state of a run. */
export type NumberArray =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

const KINDS = {
  Uint8Array,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
} as const;

/** What stands for a typed array in a tree: a Map, which plain data never holds. */
type Mark = Map<'kind' | 'length', string | number>;

/**
 * Plain data with its typed arrays taken out, each replaced by a mark of its kind and length; the arrays themselves, not
 * copied, in the order of their marks. So a state may be larger than what one serialized block can hold (2 GiB).
 * `undefined` fields of a record are left out.
 *
 * @throws InvariantError naming the place of anything that is neither plain data nor a typed array
 */
export function detachArrays(value: unknown): { tree: unknown; arrays: NumberArray[] } {
  const arrays: NumberArray[] = [];
  const detach = (part: unknown, place: string): unknown => {
    if (part === null || ['boolean', 'number', 'bigint', 'string'].includes(typeof part)) return part;
    if (Array.isArray(part)) return part.map((element, i) => detach(element, `${place}[${i}]`));
    if (ArrayBuffer.isView(part) && kindOf(part) in KINDS) {
      const array = part as NumberArray;
      arrays.push(array);
      return new Map<string, string | number>([
        ['kind', kindOf(array)],
        ['length', array.length],
      ]);
    }
    if (typeof part === 'object' && isRecord(part)) {
      return Object.fromEntries(
        Object.entries(part)
          .filter(([, field]) => field !== undefined)
          .map(([key, field]) => [key, detach(field, `${place}.${key}`)]),
      );
    }
    throw new InvariantError(`${place} is ${String(part)}; expected plain data: JSON, bigints and typed arrays`);
  };
  return { tree: detach(value, 'payload'), arrays };
}

/** The inverse: every mark becomes a new typed array, which `fill` is given as bytes to fill, in the order of the marks. */
export function attachArrays(tree: unknown, fill: (bytes: Uint8Array) => void): unknown {
  if (tree instanceof Map) {
    const mark = tree as Mark;
    const array = new KINDS[mark.get('kind') as keyof typeof KINDS](mark.get('length') as number);
    fill(bytesOf(array));
    return array;
  }
  if (Array.isArray(tree)) return tree.map((element) => attachArrays(element, fill));
  if (tree !== null && typeof tree === 'object') {
    return Object.fromEntries(Object.entries(tree).map(([key, field]) => [key, attachArrays(field, fill)]));
  }
  return tree;
}

/** The memory of a typed array as bytes, without copying. */
export function bytesOf(array: NumberArray): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** Name of an array's kind; a Buffer is a Uint8Array. */
function kindOf(view: ArrayBufferView): string {
  return view instanceof Uint8Array ? 'Uint8Array' : view.constructor.name;
}

function isRecord(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
