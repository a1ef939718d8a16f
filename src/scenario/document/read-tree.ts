import {
  type ErrorCode,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type Scalar as YamlScalar,
} from 'yaml';
import { MOST_DEPTH, MOST_VALUES } from '../limits.js';
import type { Faults } from './faults.js';
import { shorten, show } from './show.js';
import type { Path, Place, Tree } from './tree.js';

const TOO_DEEP = `nested too deeply; expected at most ${MOST_DEPTH} maps and lists inside one another`;

/** What the parser says in terms of its own interface or of the machine. */
const OWN_MESSAGES: Partial<Record<ErrorCode, string>> = {
  MULTIPLE_DOCS: 'a second document; expected one to a file',
  RESOURCE_EXHAUSTION: TOO_DEEP,
};

/** Turns an offset in a text into a place, and knows where each line of the text begins. */
export interface Places {
  at(offset: number): Place;
  /** Place of the first character of a line that is not blank; lines count from the one that holds `offset`. */
  lineAfter(offset: number, lines: number): Place;
}

/**
 * Reads YAML 1.2 text into a {@link Tree}.
 *
 * Aliases stand for the very node that they name, so that a fault in a shared part is placed where it is written. What
 * plain data cannot hold (a map as a key, a tag, a value that contains itself) is a fault, as is whatever the YAML
 * parser complains about, nesting beyond MOST_DEPTH and more than MOST_VALUES values with aliases written out.
 *
 * @param places where offsets of `text` are; `undefined` for a file, whose lines are then counted
 * @returns a broken tree where nothing can be made of the text; parts that cannot be read are broken too
 */
export function readTree(text: string, faults: Faults, path: Path = [], places?: Places): Tree {
  const lineCounter = new LineCounter();
  const where = places ?? filePlaces(text, lineCounter);
  // Keys are compared by the reader below, which knows both places; the parser's own check is quadratic.
  const document = parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: false });
  // A warning, of a tag that is not resolved, say, means that something else is read than what is written.
  const problems = [...document.errors, ...document.warnings];
  const exhausted = problems.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
  for (const { pos, code, message } of exhausted ? [exhausted] : problems) {
    faults.add(
      where.at(pos[0]),
      path,
      OWN_MESSAGES[code] ?? `not valid YAML: ${shorten(message.replace(/\s+/g, ' '), 200)}`,
    );
  }
  if (problems.length > 0) return { kind: 'broken', place: where.at(0) };
  return new Reader(faults, where).read(document.contents, path, 0);
}

function filePlaces(text: string, lineCounter: LineCounter): Places {
  const at = (offset: number): Place => {
    const { line, col } = lineCounter.linePos(offset);
    return line === 0 ? { line: 1, column: offset + 1 } : { line, column: col };
  };
  return {
    at,
    lineAfter(offset, lines) {
      const { line } = lineCounter.linePos(offset);
      const start = lineCounter.lineStarts[line - 1 + lines] ?? text.length;
      const blanks = /^[ \t]*/.exec(text.slice(start, start + 200))![0].length;
      return { line: line + lines, column: blanks + 1 };
    },
  };
}

/** What an anchor names, with its extent once aliases are written out; `open` while it is being read. */
type Anchored = { readonly tree: Tree; readonly values: number; readonly height: number } | 'open';

class Reader {
  private readonly anchors = new Map<string, Anchored>();
  private values = 0;
  /** Deepest level reached so far, for the extent of what an anchor names. */
  private deepest = 0;
  private overflowed = false;

  constructor(
    private readonly faults: Faults,
    private readonly places: Places,
  ) {}

  read(node: Node | null, path: Path, depth: number): Tree {
    const place = this.places.at(node?.range?.[0] ?? 0);
    if (!this.admits(1, depth, place, path)) return { kind: 'broken', place };
    if (node === null) return { kind: 'scalar', value: null, place };
    if (isAlias(node)) return this.alias(node.source, path, depth, place);
    const anchor = 'anchor' in node ? node.anchor : undefined;
    if (anchor === undefined) return this.content(node, path, depth, place);
    this.anchors.set(anchor, 'open');
    const valuesBefore = this.values;
    const deepestBefore = this.deepest;
    this.deepest = depth;
    const tree = this.content(node, path, depth, place);
    this.anchors.set(anchor, { tree, values: this.values - valuesBefore + 1, height: this.deepest - depth });
    this.deepest = Math.max(this.deepest, deepestBefore);
    return tree;
  }

  private alias(name: string, path: Path, depth: number, place: Place): Tree {
    const anchored = this.anchors.get(name);
    if (anchored === undefined || anchored === 'open') {
      return this.broken(place, path, `*${name}; expected an alias of an anchor that is complete before it`);
    }
    // The alias itself is counted already.
    const admitted = this.admits(anchored.values - 1, depth + anchored.height, place, path);
    return admitted ? anchored.tree : { kind: 'broken', place };
  }

  private content(node: Node, path: Path, depth: number, place: Place): Tree {
    if (isMap(node)) return this.map(node.items as Pair<Node | null, Node | null>[], path, depth, place);
    if (isSeq(node)) {
      const items = (node.items as Node[]).map((item, index) => this.read(item, [...path, index], depth + 1));
      return { kind: 'list', items, place };
    }
    return this.scalar(node as YamlScalar, path, place);
  }

  private map(pairs: readonly Pair<Node | null, Node | null>[], path: Path, depth: number, place: Place): Tree {
    const entries = new Map<string, { key: Place; value: Tree }>();
    for (const pair of pairs) {
      const keyAt = this.places.at(pair.key?.range?.[0] ?? 0);
      const key = this.keyText(pair.key, path, depth);
      if (key === undefined || key === '__proto__') {
        this.broken(keyAt, path, `${key ?? 'a key that is no plain text'}; expected a name as the key`);
        continue;
      }
      const first = entries.get(key)?.key;
      if (first !== undefined) {
        const line = 'line' in first ? ` (first in line ${first.line})` : '';
        this.broken(keyAt, [...path, key], `given twice${line}; expected once`);
        continue;
      }
      const value = this.read(pair.value, [...path, key], depth + 1);
      entries.set(key, { key: keyAt, value: pair.value === null ? { ...value, place: keyAt } : value });
    }
    return { kind: 'map', entries, place };
  }

  /** The text of a key as written, so that neither `1` and `"1"` nor `yes` and `true` depend on the YAML version. */
  private keyText(key: Node | null, path: Path, depth: number): string | undefined {
    if (key === null) return '';
    if (isScalar(key)) return key.source ?? String(key.value);
    if (!isAlias(key)) return undefined;
    const tree = this.read(key, path, depth);
    return tree.kind === 'scalar' ? String(tree.value) : undefined;
  }

  private scalar(node: YamlScalar, path: Path, place: Place): Tree {
    const { value } = node;
    if (value !== null && typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
      return this.broken(place, path, `${show(String(value))}; expected text, a number, true or false`);
    }
    if (typeof value === 'number')
      return { kind: 'scalar', value, place, source: shorten(node.source ?? String(value)) };
    if (typeof value !== 'string' || node.type !== 'BLOCK_LITERAL') return { kind: 'scalar', value, place };
    const lines = value.split('\n').map((_, line) => this.places.lineAfter(node.range![0], line + 1));
    return { kind: 'scalar', value, place, lines };
  }

  private broken(place: Place, path: Path, message: string): Tree {
    this.faults.add(place, path, message);
    return { kind: 'broken', place };
  }

  /** Counts values against the bounds; the fault is told once, and everything after it is broken without a word. */
  private admits(values: number, depth: number, place: Place, path: Path): boolean {
    this.values += values;
    this.deepest = Math.max(this.deepest, depth);
    if (this.overflowed) return false;
    if (this.values <= MOST_VALUES && depth <= MOST_DEPTH) return true;
    this.overflowed = true;
    const message =
      depth > MOST_DEPTH ? TOO_DEEP : `too many values with aliases written out; expected at most ${MOST_VALUES}`;
    this.faults.add(place, path, message);
    return false;
  }
}
