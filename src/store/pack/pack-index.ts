import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { DeviceError } from '../../base/errors.js';
import type { Bundle } from '../bundle/bundle.js';
import { guardFiles } from '../device-fault.js';
import type { Json } from '../json.js';
import type { LogEntry } from '../log.js';
import { checkManifest, type Manifest } from '../manifest.js';
import { nameInRun, type Part } from '../parts.js';
import { type PackContents, type PackedTable, repair } from './contents.js';

/** All that the runs of a pack hold beside tables: one line each, in the pack's order, in gzip members one after another. */
export const INDEX = 'index.jsonl.gz';

/** Characters of a member, about: what is compressed at once. */
const MEMBER_CHARACTERS = 2 ** 22;

/** Most of a manifest is the specs of its tables, which a pack says once. */
interface IndexedPart {
  readonly part: Part | null;
  readonly manifest: Omit<Manifest, 'tables'> & {
    readonly tables: readonly { readonly name: string; readonly rows: number; readonly digest: string }[];
  };
  readonly log: readonly LogEntry[];
}

interface IndexLine {
  readonly id: string;
  readonly directory: string;
  readonly parts: readonly IndexedPart[];
  readonly files: Readonly<Record<string, Json>>;
}

/** A run without the values of its tables. */
export type IndexedRun = Omit<Bundle, 'parts'> & {
  readonly parts: readonly {
    readonly part: Part | null;
    readonly manifest: Manifest;
    readonly log: readonly LogEntry[];
  }[];
};

/** The index of a pack while it is written: kept compressed. */
export function createIndex(): { add(bundle: Bundle): void; members(): readonly Uint8Array[] } {
  const members: Uint8Array[] = [];
  let open = '';
  const close = (): void => {
    if (open !== '') members.push(gzipSync(open, { level: 1 }));
    open = '';
  };
  return {
    add({ id, directory, parts, files }) {
      const line: IndexLine = {
        ...{ id, directory, files },
        parts: parts.map(({ part, manifest, log }) => ({
          ...{ part, log },
          manifest: {
            ...manifest,
            tables: manifest.tables.map(({ name, rows, digest }) => ({ name, rows, digest })),
          },
        })),
      };
      open += `${JSON.stringify(line)}\n`;
      if (open.length >= MEMBER_CHARACTERS) close();
    },
    members() {
      close();
      return members;
    },
  };
}

/**
 * Some runs of a pack, as its index has them, in the pack's order.
 *
 * @param wanted whether a run is asked for
 * @throws DeviceError where the index is missing, damaged, or of another version of the format
 */
export function readIndex(pack: string, contents: PackContents, wanted: (id: string) => boolean): IndexedRun[] {
  const file = join(pack, INDEX);
  const damaged = (reason: string): DeviceError => new DeviceError(`${file}: ${reason}: ${repair(pack)}`);
  const packed = guardFiles('read', file, () => readFileSync(file));
  let lines: string[];
  try {
    lines = gunzipSync(packed).toString('utf8').split('\n');
  } catch (error) {
    throw damaged(`not a whole file of gzip (${(error as Error).message})`);
  }
  lines.pop();
  if (lines.length !== contents.runs.length) {
    throw damaged(`${lines.length} lines; expected ${contents.runs.length}, one for each run of the pack`);
  }
  const specs = new Map(contents.tables.map((table) => [table.name, table]));
  const lineOf = (i: number): IndexLine => {
    try {
      return JSON.parse(lines[i]!) as IndexLine;
    } catch (error) {
      throw damaged(`line ${i + 1} is not JSON (${(error as Error).message})`);
    }
  };
  return contents.runs.flatMap(({ id }, i) => {
    if (!wanted(id)) return [];
    const line = lineOf(i);
    if (line.id !== id) throw damaged(`line ${i + 1} is of run ${line.id}; expected ${id}`);
    return [unfoldLine(line, specs, file)];
  });
}

function unfoldLine(line: IndexLine, specs: ReadonlyMap<string, PackedTable>, file: string): IndexedRun {
  const parts = line.parts.map(({ part, manifest, log }) => {
    const tables = manifest.tables.map(({ name, rows, digest }) => {
      const spec = specs.get(nameInRun(part, name));
      if (spec === undefined) throw new DeviceError(`${file}: run ${line.id}: its table ${name} is not in the pack`);
      const { meaning, order, columns } = spec;
      return { name, meaning, order, columns, rows, digest };
    });
    return { part, manifest: checkManifest(`${file}: run ${line.id}`, { ...manifest, tables }), log };
  });
  return { ...line, parts };
}
