import type { Axis, Coordinate, Point, PointCommand } from '../design/records.js';

/** Where a figure comes from: runs of this sweep that are finished, or a few points that were tried just now. */
export type Source = { readonly kind: 'finished' | 'tried'; readonly points: number };

/** What the runs that are left to do would take. */
export interface CostEstimate {
  /** One core's time for all of them together. */
  readonly coreSeconds: number;
  /** Of one run: the least and the most of those that were tried or had finished. */
  readonly leastSeconds: number;
  readonly mostSeconds: number;
  readonly source: Source;
  /** Whether some runs may take less: those that end by a condition, and curves that are asked for bits. */
  readonly atMost: boolean;
  /** Whether some curves were not followed to their ends when they were tried, so that theirs may be far off. */
  readonly isRough: boolean;
  /** Memory of one run, the largest of those tried; null where none was. */
  readonly memoryBytes: number | null;
}

/** What all runs of a sweep together take on the disk when they are finished. */
export interface DiskEstimate {
  /** Packs and merged tables. */
  readonly bytes: number;
  /** On the way there: files of single runs that are not packed yet beside them, at most. */
  readonly mostBytes: number;
  readonly source: Source;
  /** What is there already. */
  readonly usedBytes: number;
  /** What the file system has left for this user; null where it does not tell. */
  readonly freeBytes: number | null;
}

/** An axis with the values that it takes. */
export interface AxisValues extends Axis {
  /** In the order of the design. */
  readonly values: readonly Coordinate[];
}

/** What a sweep would do. */
export interface DryRun {
  readonly directory: string;
  readonly name: string;
  readonly base: string;
  readonly axes: readonly AxisValues[];
  /** Different coordinates, and the most runs that any of them has. */
  readonly combinations: number;
  readonly replicates: number;
  readonly commands: readonly PointCommand[];
  readonly evaluator: string;
  readonly points: number;
  /** Finished already. */
  readonly done: number;
  /** Points whose scenarios were checked, whole; the others have been made, and not looked at one by one. */
  readonly checked: number;
  /** Null where nothing is left to do, or all that was tried would fail: `notes` says why. */
  readonly cost: CostEstimate | null;
  readonly disk: DiskEstimate;
  /** The first few. */
  readonly first: readonly Point[];
  /** What could not be found out, and what the user should see to. */
  readonly notes: readonly string[];
}
