import { gunzipSync, gzipSync } from 'node:zlib';
import { DeviceError } from '../../base/errors.js';
import type { Bytes } from './bytes.js';

/**
 * What begins every member, but for its length: the header of gzip (RFC 1952) with an extra field `SL` of four bytes, the
 * length of the whole member. So a reader finds its way from member to member without inflating them, as in the BGZF format
 * of genomics; any other reader of gzip passes the field over.
 */
const HEADER = Buffer.from([...[0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 4, 0xff], ...[8, 0, 0x53, 0x4c, 4, 0]]);
const HEADER_BYTES = HEADER.length + 4;

/** Length of the header that zlib writes, which ours replaces. */
const PLAIN_HEADER_BYTES = 10;

/** The lightest: results are small beside the time that it takes to compute them, and are written once. */
const LEVEL = 1;

/** Where a member lies. */
export interface Member {
  readonly position: number;
  readonly length: number;
}

/** A text as one member of a gzip file, which is any number of them one after another. */
export function encodeMember(text: string): Uint8Array {
  const plain = gzipSync(text, { level: LEVEL });
  const member = Buffer.allocUnsafe(HEADER_BYTES + plain.length - PLAIN_HEADER_BYTES);
  HEADER.copy(member);
  member.writeUInt32LE(member.length, HEADER.length);
  plain.copy(member, HEADER_BYTES, PLAIN_HEADER_BYTES);
  return member;
}

/**
 * Where the member at a position ends.
 *
 * @param end of what is read: no member goes beyond
 * @throws DeviceError where none begins there, or it is cut off
 */
export function memberAt(bytes: Bytes, position: number, end: number): Member {
  if (position + HEADER_BYTES > end) throw damaged(bytes, position, 'it is cut off');
  const header = bytes.read(position, HEADER_BYTES);
  if (!HEADER.equals(header.subarray(0, HEADER.length))) throw damaged(bytes, position, 'no block begins here');
  const length = header.readUInt32LE(HEADER.length);
  if (length < HEADER_BYTES || position + length > end) throw damaged(bytes, position, 'it is cut off');
  return { position, length };
}

/** All members from a position to an end, which must be that of the last. */
export function membersIn(bytes: Bytes, from: number, end: number): Member[] {
  const members: Member[] = [];
  for (let position = from; position < end; ) {
    const member = memberAt(bytes, position, end);
    members.push(member);
    position += member.length;
  }
  return members;
}

/** The text of a member. */
export function decodeMember(bytes: Bytes, { position, length }: Member): string {
  try {
    return gunzipSync(bytes.read(position, length)).toString('utf8');
  } catch (error) {
    throw damaged(bytes, position, (error as Error).message, error);
  }
}

/** What is said of a file that is not as it was written. */
export function damaged({ file }: Pick<Bytes, 'file'>, position: number, reason: string, cause?: unknown): DeviceError {
  return new DeviceError(`${file}: damaged at byte ${position}: ${reason}; remove it and run again`, { cause });
}
