import { DeviceError } from '../../base/errors.js';
import { type Bytes, withBytes } from '../folded/bytes.js';
import { damaged, decodeMember, type Member, memberAt } from '../folded/members.js';
import { openResult } from '../folded/result.js';
import { checkDoneManifest, type Manifest, trustDoneManifest } from '../manifest.js';
import type { Bundle, BundledPart } from './bundle.js';
import { headShape } from './encode-bundle.js';

/**
 * Reads a bundle with all its tables.
 *
 * @throws DeviceError naming the file where it is absent, cut short or damaged
 */
export function readBundle(file: string): Bundle {
  return read(file, checkDoneManifest);
}

/** The like where thousands are read: its manifests, which this program wrote, are taken for what they say. */
export function readBundleQuickly(file: string): Bundle {
  return read(file, trustDoneManifest);
}

type CheckManifest = (file: string, value: unknown) => Manifest;

function read(file: string, check: CheckManifest): Bundle {
  const bundle = withBytes(file, (bytes) => readFrom(bytes, check));
  if (bundle === null) throw new DeviceError(`cannot read ${file}: it does not exist (ENOENT)`);
  return bundle;
}

function readFrom(bytes: Bytes, check: CheckManifest): Bundle {
  const member = memberAt(bytes, 0, bytes.size);
  const { id, directory, parts, files } = headOf(bytes, member);
  let position = member.length;
  const found = parts.map(({ part, bytes: length, log }): BundledPart => {
    const from = position;
    position += length;
    if (position > bytes.size) throw damaged(bytes, bytes.size, 'it is cut short');
    const result = openResult(bytes, from, position);
    const manifest = check(bytes.file, result.manifest());
    return { part, manifest, tables: manifest.tables.map(result.table), log };
  });
  if (position < bytes.size) throw damaged(bytes, position, 'more follows where it should end');
  return { id, directory, parts: found, files };
}

function headOf(bytes: Bytes, member: Member): typeof headShape._output {
  const text = decodeMember(bytes, member);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw damaged(bytes, 0, `its first line is not JSON (${(error as Error).message})`, error);
  }
  const head = headShape.safeParse(value);
  if (head.success) return head.data;
  const faults = head.error.issues.map(({ path, message }) => `${path.join('.') || 'first line'}: ${message}`);
  throw new DeviceError(`${bytes.file}: not a bundle of this version: ${faults.join('; ')}; remove it and run again`);
}
