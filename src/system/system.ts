import type { UnitsSpec, VariableSpec } from '../scenario/scenario.js';
import type { Prior } from './prior/prior.js';

/**
 * What evolves and is measured, compiled from a scenario and its seed: plain typed arrays and records, so that it can be
 * posted to a worker as it stands. Nothing in it changes during a run.
 */
export interface System {
  readonly units: UnitsSpec;
  readonly lattice: Lattice;
  readonly cone: Cone;
  readonly genome: GenomeLayout;
  /** As it is where nothing is set. */
  readonly environment: Environment;
  /** In code-point order of their names, at least one. */
  readonly contexts: readonly Context[];
  readonly ports: { readonly write: readonly WritePort[]; readonly read: readonly ReadPort[] };
  readonly channels: readonly Channel[];
}

/**
 * Units in row-major order, and what each of them reads.
 *
 * A *source* is an index into all that a unit can read: unit u is source u; held plane h, constant over ticks, is source
 * unitCount + h.
 */
export interface Lattice {
  readonly rows: number;
  readonly columns: number;
  readonly unitCount: number;
  /** Row and column of each unit, `Int32Array [unit]`. */
  readonly unitRow: Int32Array;
  readonly unitColumn: Int32Array;
  /** K, the number of neighbours that each unit reads, 1 to 5. */
  readonly neighbourCount: number;
  /** `Int32Array [unit][K]`, row-major: the source of each neighbour, in the order of the offset list. */
  readonly sources: Int32Array;
  readonly held: readonly HeldPlane[];
  /** Ticks of one rollout, at least 1. */
  readonly ticks: number;
  /** Probability that a table's output flips; 0 of analog units. */
  readonly noise: number;
  readonly start: 'random' | 'zero';
}

/** A plane that units read and that does not change over ticks. */
export type HeldPlane =
  /** One bit of a write port; `element` indexes Environment.elements. */
  | { readonly kind: 'port'; readonly port: string; readonly element: number }
  /** The random plane of one position off the map or on `#`; `index` counts these positions in row-major order. */
  | { readonly kind: 'border'; readonly index: number; readonly row: number; readonly column: number }
  | { readonly kind: 'zero' };

/**
 * The backward cone of what is read: only these (unit, tick) pairs can reach a read port at the last tick.
 * `units[t]`, t = 0 … ticks, ascending: units whose state *after* tick t matters (t = 0: their start state).
 * Pair p of tick t ≥ 1 has the running index `firstPair[t] + position in units[t]`; it addresses noise planes.
 */
export interface Cone {
  readonly units: readonly Int32Array[];
  readonly firstPair: Int32Array;
  readonly pairCount: number;
}

export interface GenomeLayout {
  /** Evolving loci, in row-major order of their first units. */
  readonly locusCount: number;
  /** K, 1 to 5. */
  readonly neighbourCount: number;
  /**
   * Words of a genotype that a locus takes: one with its table; of analog units K + 1, the bit patterns of its parameters as
   * Float32, the weights in the order of the neighbours and then the bias.
   */
  readonly wordsPerLocus: number;
  /** 2^K table bits to a locus, in the low bits of a Uint32; of analog units all the bits of its words. */
  readonly bitsPerLocus: number;
  /** `Int32Array [unit]`: the locus that a unit expresses, −1 for a fixed unit; several units may express one. */
  readonly locusOfUnit: Int32Array;
  /** `Int32Array [locus]`, ascending: the first of the units that express each locus. */
  readonly firstUnitOfLocus: Int32Array;
  /** `Uint32Array [unit]`: the table of each fixed unit, 0 for the others; of analog units none is fixed. */
  readonly fixedTable: Uint32Array;
  /** π of each locus, all alike and independent of one another. */
  readonly prior: Prior;
  /** The table at every locus of the first population; null where that is drawn from π. */
  readonly beginTable: number | null;
  /** None, as a rule; each locus is tied once at most, and none that is tied is copied from. */
  readonly ties: readonly Tie[];
  /** By letter, those of which some unit evolves. */
  readonly regions: Readonly<Record<string, Region>>;
}

/** The units of one small letter of the map that evolve. */
export interface Region {
  /** `Int32Array`, ascending: the loci that they express. */
  readonly loci: Int32Array;
  /**
   * For each of these loci, the loci of the units beside its own (left, right, above, below on the map, not around the
   * torus) that evolve and express another: one entry for each such unit, so that a locus may stand there twice.
   */
  readonly beside: readonly Int32Array[];
}

/**
 * Bits of a word that are copies of another's, and not free: table bits of a locus, or all bits of a parameter. A genotype's
 * loci always hold the copies.
 */
export interface Tie {
  /** Word of a genotype: a locus where there are tables, else a parameter of one. */
  readonly from: number;
  readonly to: number;
  /** The bits of `to` that are copies. */
  readonly mask: number;
  /**
   * The bits that are complemented in copying where the sign is −1: those of an odd number of 1s among a table's inputs; the
   * sign of a parameter.
   */
  readonly flips: number;
}

/** The environment's variables, flattened to bits or real numbers ("elements"), in code-point order of the variables' names. */
export interface Environment {
  readonly variables: readonly Variable[];
  /** Name of each element: `x` for a scalar, `x.0`, `x.1`, … for a vector. */
  readonly elements: readonly string[];
}

export interface Variable {
  readonly name: string;
  readonly spec: VariableSpec;
  /** Index of the variable's first element; the others follow. */
  readonly firstElement: number;
  readonly length: number;
  /** For each operand of `spec`: the indices of the elements it stands for. Empty where the variable has no operand. */
  readonly operands: readonly (readonly number[])[];
}

/** A condition under which everything is measured. */
export interface Context {
  readonly name: string;
  /** Share in fitness; the weights of all contexts sum to 1. */
  readonly weight: number;
  /** The system's, of the same elements, with some variables held at a value. */
  readonly environment: Environment;
}

export interface WritePort {
  readonly name: string;
  /** Environment elements, one for each site of the port, row-major. */
  readonly elements: readonly number[];
  /** Index into Lattice.held of each site's plane. */
  readonly held: readonly number[];
}

export interface ReadPort {
  readonly name: string;
  /** Units, one for each site of the port, row-major. */
  readonly units: readonly number[];
  /** Environment elements that the port should carry; null where nothing is asked of it. */
  readonly target: readonly number[] | null;
}

export interface Channel {
  readonly name: string;
  /** Indices into System.ports.write and System.ports.read. */
  readonly from: number;
  readonly to: number;
  /** Weight in fitness; null for an unintended channel. */
  readonly reward: number | null;
}
