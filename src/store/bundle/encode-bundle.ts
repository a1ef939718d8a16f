import { z } from 'zod';
import { encodeMember } from '../folded/members.js';
import { encodeResult } from '../folded/result.js';
import type { Json } from '../json.js';
import type { LogEntry } from '../log.js';
import { PARTS, type Part } from '../parts.js';
import type { Bundle, EncodedBundle } from './bundle.js';

/** Rises with every change of what a bundle holds. */
const BUNDLE_VERSION = 1;

/** A part of a run as its folded result, not looked into. */
export interface FoldedPart {
  readonly part: Part | null;
  readonly log: readonly LogEntry[];
  /** Of `result.jsonl.gz`, block after block. */
  readonly result: readonly Uint8Array[];
}

export interface FoldedBundle extends Omit<Bundle, 'parts'> {
  readonly parts: readonly FoldedPart[];
}

/** Below a folder and nowhere else: what is read may have been made by anybody. */
const inside = z.string().regex(/^(?!\.)[^/\\]+(\/(?!\.)[^/\\]+)?$/, 'expected one name below another');

/** The first line: all but the results, which follow it one after another, each of so many bytes. */
export const headShape = z.object({
  bundle: z.literal(BUNDLE_VERSION),
  id: z.string().min(1),
  directory: inside,
  parts: z
    .array(
      z.object({
        part: z.enum(PARTS).nullable(),
        bytes: z.number().int().positive(),
        log: z.array(z.custom<LogEntry>((entry) => typeof entry === 'object' && entry !== null)),
      }),
    )
    .min(1),
  files: z.record(
    inside,
    z.custom<Json>((value) => value !== undefined),
  ),
});
type Head = z.infer<typeof headShape>;

/** The bytes of a bundle whose results are folded already: they become its members as they stand. */
export function joinFolded({ id, directory, parts, files }: FoldedBundle): EncodedBundle {
  const head: Head = {
    bundle: BUNDLE_VERSION,
    id,
    directory,
    parts: parts.map(({ part, log, result }) => ({ part, bytes: lengthOf(result), log: [...log] })),
    files: { ...files },
  };
  return [encodeMember(`${JSON.stringify(head)}\n`), ...parts.flatMap(({ result }) => result)];
}

/** The bytes of a bundle that is in memory. */
export function encodeBundle({ parts, ...rest }: Bundle): EncodedBundle {
  const folded = parts.map(({ part, log, manifest, tables }) => ({
    part,
    log,
    result: encodeResult(manifest, tables),
  }));
  return joinFolded({ ...rest, parts: folded });
}

function lengthOf(blocks: readonly Uint8Array[]): number {
  return blocks.reduce((sum, block) => sum + block.length, 0);
}
