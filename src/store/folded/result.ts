import { z } from 'zod';
import type { Table, TableSpec } from '../../base/table.js';
import type { Manifest } from '../manifest.js';
import type { Bytes } from './bytes.js';
import { damaged, decodeMember, encodeMember, type Member, memberAt, membersIn } from './members.js';
import { isTableLine, linesOf, tableOfLines } from './table-lines.js';

/** Characters after which a member is closed and the next begun. */
const MEMBER_CHARACTERS = 2 ** 20;

/** Where the lines of a table are: its first member, how many members it goes through, how many lines it has. */
type Place = readonly [member: number, members: number, lines: number];

/** The last line: what must stand before it. */
interface EndLine {
  /** Lines before this one, the manifest's included. */
  readonly lines: number;
  readonly members: number;
  readonly tables: Readonly<Record<string, Place>>;
}

const whole = z.number().int().nonnegative();
const endShape = z.object({
  end: z.object({ lines: whole, members: whole, tables: z.record(z.string(), z.tuple([whole, whole, whole])) }),
});

/**
 * A finished result as one file in memory, block after block: JSON lines, gzip. The manifest first, then the tables in its
 * order, each a number of lines `{"table": name, "columns": [[cells of the first], …]}`, and a line `{"end": …}` that counts
 * those before it.
 */
export function encodeResult(manifest: Manifest, tables: readonly Table[]): Uint8Array[] {
  const members: Uint8Array[] = [];
  let open = '';
  let lines = 0;
  const add = (line: string): void => {
    open += `${line}\n`;
    lines++;
    if (open.length < MEMBER_CHARACTERS) return;
    members.push(encodeMember(open));
    open = '';
  };
  add(JSON.stringify(manifest));
  const places: Record<string, Place> = {};
  for (const table of tables) {
    const [member, line] = [members.length, lines];
    for (const text of linesOf(table)) add(text);
    places[table.spec.name] = [member, members.length + (open === '' ? 0 : 1) - member, lines - line];
  }
  const end: EndLine = { lines, members: members.length + 1, tables: places };
  members.push(encodeMember(`${open}${JSON.stringify({ end })}\n`));
  return members;
}

/** What a folded result at a place of a file begins with, its manifest; no more than its first block is read. */
export function manifestIn(bytes: Bytes, from = 0, end = bytes.size): unknown {
  const member = memberAt(bytes, from, end);
  return parsedLine(bytes, member, decodeMember(bytes, member).split('\n', 1)[0]!);
}

/** A folded result whose parts are read as they are asked for; quickest in the order in which they were written. */
export interface FoldedResult {
  /** What stands in the place of the manifest. */
  readonly manifest: () => unknown;
  /** @throws DeviceError where it is not there whole */
  readonly table: (spec: TableSpec) => Table;
}

/**
 * Opens a folded result at a place of a file.
 *
 * @throws DeviceError where it is cut short or damaged
 */
export function openResult(bytes: Bytes, from = 0, end = bytes.size): FoldedResult {
  const members = membersIn(bytes, from, end);
  // Tables that share a member, as all of a small run do, are read one after another.
  let latest: { readonly index: number; readonly lines: readonly unknown[] } | null = null;
  const linesIn = (index: number): readonly unknown[] => {
    if (latest?.index !== index) latest = { index, lines: parsedLines(bytes, members[index]!) };
    return latest.lines;
  };
  const cut = (reason: string): Error => damaged(bytes, end, `${reason}: it is cut short`);
  if (members.length === 0) throw cut('nothing is in it');
  const last = endShape.safeParse(linesIn(members.length - 1).at(-1)).data?.end;
  if (last === undefined) throw cut('its last line does not say that it is the end');
  if (last.members !== members.length) throw cut(`${members.length} blocks where there were ${last.members}`);
  return {
    manifest: () => linesIn(0)[0],
    table(spec) {
      const [first, count, lines] = Object.hasOwn(last.tables, spec.name) ? last.tables[spec.name]! : [0, 0, 0];
      if (first + count > members.length) throw cut(`table ${spec.name} goes beyond its blocks`);
      const found = Array.from({ length: count }, (_, i) => linesIn(first + i)).flatMap((all) =>
        all.filter((line) => isTableLine(line) && line.table === spec.name),
      );
      if (found.length !== lines) throw cut(`table ${spec.name} has ${found.length} lines where there were ${lines}`);
      return tableOfLines(spec, found, bytes.file);
    },
  };
}

function parsedLines(bytes: Bytes, member: Member): unknown[] {
  const lines = decodeMember(bytes, member).split('\n');
  // Every line ends in a line feed, the last one too.
  lines.pop();
  return lines.map((line) => parsedLine(bytes, member, line));
}

function parsedLine(bytes: Bytes, member: Member, line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw damaged(bytes, member.position, `a line is not JSON (${(error as Error).message})`, error);
  }
}
