import { createHash, type Hash } from 'node:crypto';
import { sortedKeys } from '../base/order.js';
import { type Cell, type ColumnType, rowCount, type Table } from '../base/table.js';
import { checkTable } from './check-table.js';

/** Enters every digest first, so that a digest of another kind or of a later rule cannot equal one of these. */
const TABLE_TAG = 'scarce table 1';
const RUN_TAG = 'scarce run 1';

/**
 * The identity of a table's values: 64 hexadecimal digits, equal for two tables exactly if their names, their columns'
 * names and types (in order) and all their cells (rows in order) are equal. Units and meanings do not enter.
 *
 * SHA-256 over table name, row count, column count, each column's name and type, then each column's cells from the first
 * row to the last. A cell is a byte 0 for null, or a byte 1 and the value: a double as its 64 bits, an integer as 64 bits
 * in two's complement, text as its length in bytes and its UTF-8; numbers little endian, lengths of 64 bits. −0 enters as
 * 0, since the two compare equal; all other doubles differ if one of their bits does.
 *
 * @throws InvariantError where a cell does not fit its column (a NaN, say)
 */
export function tableDigest(table: Table): string {
  checkTable(table);
  const hash = createHash('sha256');
  addText(hash, TABLE_TAG);
  addText(hash, table.spec.name);
  addLength(hash, rowCount(table));
  addLength(hash, table.spec.columns.length);
  for (const column of table.spec.columns) {
    addText(hash, column.name);
    addText(hash, column.type);
  }
  table.spec.columns.forEach((column, c) => {
    addCells(hash, column.type, table.columns[c]!);
  });
  return hash.digest('hex');
}

/**
 * The identity of a whole run's results: SHA-256 over the tables' names and digests, in code-point order of the names.
 *
 * @param perTable {@link tableDigest} by table name
 */
export function runDigest(perTable: Readonly<Record<string, string>>): string {
  const hash = createHash('sha256');
  addText(hash, RUN_TAG);
  for (const name of sortedKeys(perTable)) {
    addText(hash, name);
    addText(hash, perTable[name]!);
  }
  return hash.digest('hex');
}

const LENGTH_BYTES = 8;

function addLength(hash: Hash, length: number): void {
  const bytes = Buffer.allocUnsafe(LENGTH_BYTES);
  writeLength(bytes, length, 0);
  hash.update(bytes);
}

function addText(hash: Hash, text: string): void {
  const bytes = Buffer.allocUnsafe(LENGTH_BYTES + Buffer.byteLength(text, 'utf8'));
  writeText(bytes, text, 0);
  hash.update(bytes);
}

/** Writes a length at a place of a buffer, and says where it ends. */
function writeLength(bytes: Buffer, length: number, at: number): number {
  return writeInteger(bytes, length, at);
}

/** Writes a text behind its length in bytes, likewise. */
function writeText(bytes: Buffer, text: string, at: number): number {
  const length = bytes.write(text, at + LENGTH_BYTES, 'utf8');
  writeLength(bytes, length, at);
  return at + LENGTH_BYTES + length;
}

/** Writes an integer within ±(2^53 − 1) as 64 bits in two's complement, likewise; in halves, since a bigint takes longer. */
function writeInteger(bytes: Buffer, value: number, at: number): number {
  const high = Math.floor(value / 2 ** 32);
  bytes.writeUInt32LE(value - high * 2 ** 32, at);
  bytes.writeInt32LE(high, at + 4);
  return at + 8;
}

/** One buffer for the whole column: hashing cell by cell would take ten times as long. */
function addCells(hash: Hash, type: ColumnType, cells: readonly Cell[]): void {
  const isText = type === 'text';
  const textBytes = isText
    ? cells.reduce<number>((sum, cell) => sum + Buffer.byteLength((cell as string | null) ?? ''), 0)
    : 0;
  const bytes = Buffer.allocUnsafe(9 * cells.length + textBytes);
  let at = 0;
  for (const cell of cells) {
    bytes[at++] = cell === null ? 0 : 1;
    if (cell === null) continue;
    if (isText) at = writeText(bytes, cell as string, at);
    else if (type === 'integer') at = writeInteger(bytes, cell as number, at);
    else at = bytes.writeDoubleLE((cell as number) + 0, at); // −0 + 0 is 0
  }
  hash.update(bytes.subarray(0, at));
}
