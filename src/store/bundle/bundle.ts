import type { Table } from '../../base/table.js';
import type { Json } from '../json.js';
import type { LogEntry } from '../log.js';
import type { Manifest } from '../manifest.js';
import type { Part } from '../parts.js';

/** The run of a directory (part null), or what stands beside it, with its tables in memory. */
export interface BundledPart {
  readonly part: Part | null;
  readonly manifest: Manifest;
  readonly tables: readonly Table[];
  readonly log: readonly LogEntry[];
}

/** A finished run directory as one file, `<id>.jsonl.gz`: all that it holds but the scenario's text, which a sweep keeps once. */
export interface Bundle {
  readonly id: string;
  /** Where it would lie below its root: `<name>/<seed>-<12 digits of the hash>`. */
  readonly directory: string;
  readonly parts: readonly BundledPart[];
  /** Other JSON files by their path in the run directory, such as `pressure/summary.json`. */
  readonly files: Readonly<Record<string, Json>>;
}

/** The bytes of a bundle's file, block after block. */
export type EncodedBundle = readonly Uint8Array[];
