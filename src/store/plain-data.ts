import { InvariantError } from '../base/errors.js';

/**
 * A copy of plain data that shares no memory with it: null, booleans, numbers, bigints, text, arrays, typed arrays and
 * records of these. Typed arrays over a part of a buffer or over shared memory become ones over a buffer of their own;
 * `undefined` fields of a record are left out.
 *
 * @throws InvariantError naming the place of anything else (a function, a Map, a class instance)
 */
export function copyOfPlainData(value: unknown, place = 'payload'): unknown {
  if (value === null || ['boolean', 'number', 'bigint', 'string'].includes(typeof value)) return value;
  if (Array.isArray(value)) return value.map((element, i) => copyOfPlainData(element, `${place}[${i}]`));
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    // A Buffer's own slice() would share its memory.
    return value instanceof Uint8Array ? new Uint8Array(value) : (value as Uint32Array).slice();
  }
  if (typeof value === 'object' && isRecord(value)) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, field]) => field !== undefined)
        .map(([key, field]) => [key, copyOfPlainData(field, `${place}.${key}`)]),
    );
  }
  throw new InvariantError(`${place} is ${String(value)}; expected plain data: JSON, bigints and typed arrays`);
}

function isRecord(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
