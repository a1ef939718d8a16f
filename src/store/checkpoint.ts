import { closeSync, fstatSync, openSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { PARTIAL, writeFileAtomically } from './atomic-file.js';
import { attachArrays, bytesOf, detachArrays } from './detached-arrays.js';
import { guardFiles } from './device-fault.js';
import { namesIn } from './names-in.js';
import { checksumOf, checksumOfFile, readBlock } from './pieces.js';
import { createDirectory } from './run-directory.js';

const FOLDER = 'checkpoint';
const FILE_NAME = /^(\d{16})\.ckpt$/;

/** Eight bytes that begin every checkpoint; the last digit is the version of the format. */
const MAGIC = Buffer.from('SCARCE-1', 'latin1');
const CHECKSUM = 32;
const LENGTH = 4;

/** Magic, checksum of all that follows, and the length of the serialized tree. */
const HEADER = MAGIC.length + CHECKSUM + LENGTH;

/** Checkpoints kept: one may be damaged, and the one before is used. */
const KEPT = 2;

/** What a checkpoint holds, and where it stands. */
export interface Checkpoint {
  readonly generation: number;
  /** Milliseconds of computing that led to it, those before earlier resumptions included. */
  readonly elapsedMs: number;
  readonly payload: unknown;
  readonly file: string;
}

export interface LoadedCheckpoint {
  /** The newest whole checkpoint; null where there is none: start at generation 0. */
  readonly latest: Checkpoint | null;
  /** Newer ones that could not be used, each as `file: reason`, newest first. */
  readonly damaged: readonly string[];
}

/**
 * Saves the state of a run after a generation as `checkpoint/<generation, 16 digits>.ckpt`, whole or not at all, and
 * removes all but this one and the newest before it. (Those of later generations go too: they were damaged, or of a
 * course of the run that this one replaces.)
 *
 * The file: magic and version, SHA-256 of all that follows, the length of a tree, the tree (identity, generation, time
 * and payload without its typed arrays, as serialized by V8), the typed arrays; so a state may be of any size.
 *
 * @param payload plain data, typed arrays included, of shared memory too
 * @param identity what the state belongs to, e.g. scenario hash and seed; {@link loadLatestCheckpoint} takes no other
 * @param elapsedMs milliseconds of computing that led to it
 * @throws DeviceError naming file and cause; earlier checkpoints are then untouched
 */
export function saveCheckpoint(
  directory: string,
  generation: number,
  payload: unknown,
  identity: string,
  elapsedMs = 0,
): void {
  const folder = join(directory, FOLDER);
  createDirectory(folder);
  const { tree, arrays } = detachArrays(payload);
  const treeBytes = serialize({ identity, generation, elapsedMs, tree });
  const length = Buffer.alloc(LENGTH);
  length.writeUInt32LE(treeBytes.length);
  const body = [length, treeBytes, ...arrays.map(bytesOf)];
  const name = `${String(generation).padStart(16, '0')}.ckpt`;
  writeFileAtomically(join(folder, name), [MAGIC, checksumOf(body), ...body]);
  const kept = checkpointNames(folder)
    .filter((other) => other <= name)
    .slice(0, KEPT);
  guardFiles('clear', folder, () => {
    for (const entry of readdirSync(folder)) {
      const ours = FILE_NAME.test(entry) || entry.endsWith(PARTIAL);
      if (ours && !kept.includes(entry)) rmSync(join(folder, entry), { force: true });
    }
  });
}

/** Removes all checkpoints of a run that has its result. */
export function removeCheckpoints(directory: string): void {
  const folder = join(directory, FOLDER);
  guardFiles('clear', folder, () => rmSync(folder, { recursive: true, force: true }));
}

/** Finds the newest checkpoint of this run that is whole, and names the newer ones that are not. */
export function loadLatestCheckpoint(directory: string, identity: string): LoadedCheckpoint {
  const folder = join(directory, FOLDER);
  const damaged: string[] = [];
  for (const name of checkpointNames(folder)) {
    const file = join(folder, name);
    const opened = guardFiles('read', file, () => openCheckpoint(file, Number(name.match(FILE_NAME)![1]), identity));
    if (typeof opened !== 'string') return { latest: { ...opened, file }, damaged };
    damaged.push(`${file}: ${opened}`);
  }
  return { latest: null, damaged };
}

/** Names of checkpoint files, newest first; none where the folder is absent. */
function checkpointNames(folder: string): string[] {
  return namesIn(folder)
    .filter((name) => FILE_NAME.test(name))
    .sort()
    .reverse();
}

/** Generation and payload of a checkpoint, or the reason why it cannot be used. */
function openCheckpoint(file: string, generation: number, identity: string): Omit<Checkpoint, 'file'> | string {
  const handle = openSync(file, 'r');
  try {
    const header = new Uint8Array(HEADER);
    if (!readBlock(handle, header, 0)) return `cut short: ${fstatSync(handle).size} bytes`;
    if (!MAGIC.equals(header.subarray(0, MAGIC.length))) return `does not begin with ${MAGIC.toString('latin1')}`;
    const checksum = header.subarray(MAGIC.length, MAGIC.length + CHECKSUM);
    if (!checksumOfFile(handle, MAGIC.length + CHECKSUM).equals(checksum)) {
      return 'its checksum does not match its contents';
    }
    return readContent(handle, header, generation, identity);
  } finally {
    closeSync(handle);
  }
}

/** What a checkpoint of the right checksum holds; only its own program, in another version, can have made it wrong. */
function readContent(
  handle: number,
  header: Uint8Array,
  generation: number,
  identity: string,
): Omit<Checkpoint, 'file'> | string {
  const treeBytes = new Uint8Array(new DataView(header.buffer).getUint32(HEADER - LENGTH, true));
  readBlock(handle, treeBytes, HEADER);
  let content: { identity: string; generation: number; elapsedMs?: number; tree: unknown };
  try {
    content = deserialize(treeBytes);
  } catch (error) {
    return `written by another version of Node (${(error as Error).message})`;
  }
  if (content.identity !== identity) return `belongs to another run (${content.identity}; expected ${identity})`;
  if (content.generation !== generation) return `holds generation ${content.generation}, not the one of its name`;
  let position = HEADER + treeBytes.length;
  const payload = attachArrays(content.tree, (bytes) => {
    readBlock(handle, bytes, position);
    position += bytes.length;
  });
  // Earlier versions kept no time.
  return { generation, elapsedMs: content.elapsedMs ?? 0, payload };
}
