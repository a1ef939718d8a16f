import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { DeviceError, UserError } from '../../base/errors.js';
import { sortedKeys } from '../../base/order.js';
import { guardFiles } from '../device-fault.js';
import { withBytes } from '../folded/bytes.js';
import { foldedFile, isFolded } from '../folded/folded.js';
import type { Json } from '../json.js';
import { readLog } from '../log.js';
import { MANIFEST } from '../manifest.js';
import { PARTS, partDirectory } from '../parts.js';
import type { EncodedBundle } from './bundle.js';
import { type FoldedPart, joinFolded } from './encode-bundle.js';

/** Bytes of a block in which a result is copied. */
const BLOCK = 2 ** 26;

/**
 * A finished run directory whose results are folded, as the bytes of one file. Tables are copied, not looked into; what is
 * not finished, or not folded, has no part in it.
 *
 * @param id by which the bundle is found
 * @throws UserError where nothing folded is there
 */
export function bundleRun(directory: string, id: string): EncodedBundle {
  const places = [null, ...PARTS].map((part) => ({
    part,
    folder: part === null ? directory : partDirectory(directory, part),
  }));
  const found = places.filter(({ folder }) => isFolded(folder));
  if (found.length === 0) {
    throw new UserError(`${directory}: no folded result in it; expected a finished run directory of a sweep`);
  }
  const files: Record<string, Json> = {};
  for (const { part, folder } of found) {
    for (const [name, content] of Object.entries(jsonFiles(folder)))
      files[part === null ? name : `${part}/${name}`] = content;
  }
  const place = resolve(directory);
  return joinFolded({
    id,
    directory: `${basename(dirname(place))}/${basename(place)}`,
    parts: found.map(
      ({ part, folder }): FoldedPart => ({ part, log: readLog(folder), result: blocksOf(foldedFile(folder)) }),
    ),
    files: Object.fromEntries(sortedKeys(files).map((name) => [name, files[name]!])),
  });
}

function blocksOf(file: string): Uint8Array[] {
  const blocks = withBytes(file, ({ size, read }) =>
    Array.from({ length: Math.ceil(size / BLOCK) }, (_, i) => read(i * BLOCK, Math.min(BLOCK, size - i * BLOCK))),
  );
  if (blocks === null) throw new DeviceError(`cannot read ${file}: it does not exist (ENOENT)`);
  return blocks;
}

/** What JSON files of a folder hold, the manifest's left out: a folded result has it. */
function jsonFiles(folder: string): Record<string, Json> {
  const names = guardFiles('read', folder, () => readdirSync(folder));
  const wanted = names.filter((name) => name.endsWith('.json') && name !== MANIFEST);
  return Object.fromEntries(wanted.map((name) => [name, readJson(join(folder, name))]));
}

function readJson(file: string): Json {
  const text = guardFiles('read', file, () => readFileSync(file, 'utf8'));
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new DeviceError(`${file}: not JSON (${(error as Error).message}): remove its folder and run again`, {
      cause: error,
    });
  }
}
