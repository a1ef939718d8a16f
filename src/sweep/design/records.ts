/** A value that an axis gives a point: what a merged table shows in the axis's column. */
export type Coordinate = number | string;

/** What a sweep varies: a column of the merged tables. */
export interface Axis {
  readonly name: string;
  /** `double` where any value is no integer, `text` where any is no number. */
  readonly type: 'integer' | 'double' | 'text';
}

/** What is computed for a point. */
export type PointCommand = 'run' | 'pressure';

/** One run of a sweep. */
export interface Point {
  /** Place in the design, from 0: the order of the merged tables. It changes when a sweep is extended; the id does not. */
  readonly index: number;
  /** Values in the order of the sweep's axes. */
  readonly coordinates: readonly Coordinate[];
  /** From 0. */
  readonly replicate: number;
  /** `path=value` each, in the order in which they are applied to the base scenario, after the sweep's own. */
  readonly overrides: readonly string[];
  /** Text of the point's own seed. */
  readonly seed: string;
  /**
   * 20 hexadecimal digits of a hash over all that decides what comes out: what the base scenario does, overrides, seed,
   * commands, and the evaluator where results hang on it. It names the point's files.
   */
  readonly id: string;
}

/** The base scenario of a sweep, the sweep's overrides for all points applied. */
export interface Base {
  /** As the user would find it, for messages. */
  readonly file: string;
  readonly text: string;
  /** `path=value` for every point: the sweep's `set`, then those of the command line. */
  readonly overrides: readonly string[];
  /** Hash of what it does (64 hex digits; seed and name left out). */
  readonly hash: string;
  readonly seed: string;
}

/** Seconds; both are the same for every process that works on a sweep. */
export interface LeaseTimes {
  /** Between two signs of life of whoever computes a run. */
  readonly beat: number;
  /** Without one after which anyone may take the run over. */
  readonly stale: number;
}

/** What the command line added to a sweep file: kept in the sweep's directory, whose copies are read with it again. */
export interface Given {
  /** `path=value` each. */
  readonly overrides: readonly string[];
  readonly seed: string | null;
  readonly evaluator: string | null;
}

/** A sweep file, read and checked. */
export interface Sweep {
  readonly name: string;
  readonly given: Given;
  /** Path of the sweep file. */
  readonly file: string;
  readonly text: string;
  readonly base: Base;
  readonly axes: readonly Axis[];
  readonly points: readonly Point[];
  /** In this order. */
  readonly commands: readonly PointCommand[];
  /** As asked for; null for the usual one of the scenario's units. */
  readonly evaluator: string | null;
  /** Times that a failed run is tried again. */
  readonly retries: number;
  /** Seconds between two checkpoints of a run, at least. */
  readonly checkpoint: number;
  readonly lease: LeaseTimes;
}
