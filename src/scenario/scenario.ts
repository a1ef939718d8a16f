/**
 * A scenario as the rest of the program sees it: validated, overridden, every default filled in, records in code-point
 * order of their keys. Plain data (JSON) only: it is hashed, stored in the manifest and posted to workers.
 */
export interface Scenario {
  readonly name: string;
  readonly description: string;
  readonly seed: number | string;
  readonly lattice: LatticeSpec;
  readonly units: UnitsSpec;
  readonly environment: Readonly<Record<string, VariableSpec>>;
  /** At least one; weights sum to 1. */
  readonly contexts: Readonly<Record<string, ContextSpec>>;
  readonly ports: Readonly<Record<string, PortSpec>>;
  /** Without `watch: all`, which the loader has expanded into channels named `C->D`. */
  readonly channels: Readonly<Record<string, ChannelSpec>>;
  readonly genome: GenomeSpec;
  readonly demons: Readonly<Record<string, DemonSpec>>;
  readonly population: PopulationSpec;
  readonly selection: SelectionSpec;
  readonly variation: VariationSpec;
  /** Ascending in `at`. */
  readonly phases: readonly PhaseSpec[];
  readonly measure: MeasureSpec;
  /** Null where the file says nothing of it: `scarce pressure` then uses the defaults ({@link ./pressure.ts}). */
  readonly pressure: PressureSpec | null;
  readonly stop: StopSpec;
}

/** The family of units: look-up tables, or weighted sums. */
export type UnitsSpec = { readonly kind: 'lut' } | AnalogSpec;

/** Units whose output is activation(Σ w_j x_j + b) + noise · N(0, 1). */
export interface AnalogSpec {
  readonly kind: 'analog';
  readonly activation: 'tanh' | 'relu' | 'linear';
  /** Standard deviation of what is added to an output at each tick. */
  readonly noise: number;
  /** Parameters, the bias among them, are N(0, scale²/K) under π. */
  readonly scale: number;
  /** Strengths from covariances, as of Gaussian variables, or from counts of values cut at their quantiles. */
  readonly strength: 'gaussian' | { readonly bins: number };
}

export interface LatticeSpec {
  readonly map: string;
  readonly neighbours: NeighboursSpec;
  readonly ticks: number | 'auto';
  /** Probability that a unit's output flips at a tick; 0 of analog units, whose noise stands with them. */
  readonly noise: number;
  readonly border: 'random' | 'zero' | 'wrap';
  readonly start: 'random' | 'zero';
}

export type NeighbourPreset = 'west' | 'west3' | 'von-neumann' | 'von-neumann+self';

/** [row, column], rows growing southwards and columns eastwards. */
export type Offset = readonly [number, number];

export type NeighboursSpec =
  | NeighbourPreset
  | readonly Offset[]
  | { readonly random: number; readonly radius: number | 'all' };

/**
 * One environment variable; `length` bits (real numbers of a `gaussian`), scalar where the file gave no number of elements. References are `x` or
 * `x.3`.
 */
export type VariableSpec =
  | { readonly kind: 'fair'; readonly length: number | null }
  | { readonly kind: 'biased'; readonly probability: number }
  | { readonly kind: 'copy'; readonly of: string; readonly flip: number }
  | { readonly kind: 'xor' | 'and' | 'or' | 'majority'; readonly of: readonly string[] }
  | { readonly kind: 'markov'; readonly length: number; readonly flip: number }
  | { readonly kind: 'ising'; readonly rows: number; readonly columns: number; readonly coupling: number }
  | { readonly kind: 'gaussian'; readonly length: number };

/** A condition under which everything is measured: variables held at a value, all other draws left as they are. */
export interface ContextSpec {
  /** By the variable's name. */
  readonly set: Readonly<Record<string, 0 | 1>>;
  /** Share in fitness. */
  readonly weight: number;
}

export type PortSpec =
  | { readonly kind: 'write'; readonly variable: string }
  | { readonly kind: 'read'; readonly target: string | null };

export interface ChannelSpec {
  readonly from: string;
  readonly to: string;
  /** Weight of this channel in fitness; null for an unintended channel, which is only watched. */
  readonly reward: number | null;
}

/** A fixed unit: a gate over neighbour positions (indices into the neighbour list), or a whole table. */
export type GateSpec =
  | { readonly kind: 'copy' | 'not'; readonly input: number }
  | { readonly kind: 'and' | 'or' | 'xor' | 'majority'; readonly inputs: readonly number[] }
  | { readonly kind: 'constant'; readonly value: 0 | 1 }
  | { readonly kind: 'table'; readonly table: number };

/** Sets of tables that a prior can be uniform over. */
export type FamilyName = 'balanced' | 'linear' | 'sparse' | 'reversible';

export interface GenomeSpec {
  /**
   * π of a locus: each table bit is 1 with probability `bit`, independently; its table is uniform over a family; or, of
   * analog units, every parameter is N(0, scale²/K).
   */
  readonly prior: { readonly bit: number } | { readonly family: FamilyName } | { readonly scale: number };
  /** The first population: draws from π, or this gate's table at every locus of every individual. */
  readonly begin: 'prior' | GateSpec;
  /** By region or read-port letter. */
  readonly fixed: Readonly<Record<string, GateSpec>>;
  /** Groups of region and read-port letters, each in at most one: all units of a group express one locus. */
  readonly shared: readonly (readonly string[])[];
  readonly ties: readonly TieSpec[];
}

/** Table bits (or parameters) of units that are copies of those of others: unit by unit, in row-major order of the units of each side. */
export interface TieSpec {
  /** Region and read-port letters, in code-point order. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Probability that a table bit (or parameter) of the second is a copy. */
  readonly fraction: number;
  /** −1: a copy is complemented where the parity of all inputs is odd; a parameter is negated. */
  readonly sign: 1 | -1;
}

/**
 * A label of a hereditary part with a way of its own to couple to selection: the mechanism stands elsewhere in the
 * scenario, where the loader has found it. Letters are those of regions.
 */
export type DemonSpec = {
  /** The unintended channel that it serves. */
  readonly payload: string;
  /** The intended channel that it lives on. */
  readonly host: string;
} & (
  | { readonly kind: 'hitchhiker' /** Index in `genome.ties`. */; readonly tie: number }
  | { readonly kind: 'hostage'; readonly lock: string; readonly unlock: string }
  | {
      readonly kind: 'sentinel';
      readonly lock: string;
      readonly unlock: string;
      /** The variable that holds the gates. */
      readonly context: string;
    }
  | { readonly kind: 'driver'; readonly region: string }
);

export interface PopulationSpec {
  /** Individuals on each island. */
  readonly size: number;
  readonly islands: number;
  readonly migration: { readonly every: number; readonly rate: number } | null;
}

export type SelectionSpec =
  | { readonly scheme: 'tournament'; readonly size: number }
  | { readonly scheme: 'truncation'; readonly fraction: number }
  | { readonly scheme: 'rank'; readonly pressure: number }
  | { readonly scheme: 'boltzmann'; readonly beta: number }
  | { readonly scheme: 'proportional' }
  | { readonly scheme: 'none' };

export interface VariationSpec {
  /**
   * Expected number of table bits, or of tables under a prior family, redrawn from π in each child; of analog units that
   * of parameters w which become √(1 − step²) w + step · N(0, scale²/K).
   */
  readonly mutation: { readonly perGenome: number /** Of analog units only, in (0, 1]. */; readonly step?: number };
  readonly crossover: { readonly kind: 'none' | 'uniform' | 'onePoint'; readonly rate: number };
  readonly drive: DriveSpec | null;
  readonly copying: CopyingSpec | null;
}

/** A region that a child of two parents inherits as one block. */
export interface DriveSpec {
  readonly region: string;
  /** The payload channel. */
  readonly toward: string;
  /** Probability of inheriting the block of the parent with the stronger payload. */
  readonly bias: number;
}

/** A region whose loci overwrite those of adjacent units. */
export interface CopyingSpec {
  readonly region: string;
  /** Probability per locus of the region and child. */
  readonly rate: number;
}

/** What changes once individuals of generation `at` are the parents; null where it stays as it was. */
export interface PhaseSpec {
  readonly at: number;
  readonly selection: SelectionSpec | null;
  readonly variation: VariationSpec | null;
}

export interface MeasureSpec {
  readonly samples: number;
  /** Generations between two rows of the result tables. */
  readonly every: number;
  readonly stimulus: 'fresh' | 'fixed';
  /** Genotypes drawn from π for prior couplings. */
  readonly prior: number;
}

export interface StopSpec {
  readonly generations: number;
  /** Stop once every channel named has at least this mean strength in bits. */
  readonly when: Readonly<Record<string, number>> | null;
}

/** How the bits that a strength costs are measured. */
export interface PressureSpec {
  /** The rewarded channel that is asked for, in one context or (null) over all of them by weight; null: the whole fitness. */
  readonly on: { readonly channel: string; readonly context: string | null } | null;
  readonly until: { readonly kind: 'bits' | 'strength'; readonly value: number };
  /** Genotypes of each repeat. */
  readonly particles: number;
  /** Steps of each replaced particle at each level. */
  readonly moves: number;
  /** Fraction of the particles at or above the next level, at least. */
  readonly keep: number;
  readonly repeats: number;
  /** What a certificate allows and risks, and what it rests on: kept for them, read by nothing yet. */
  readonly margin: number;
  readonly alpha: number;
  readonly evidence: 'auto' | 'enumeration' | 'splitting';
  /** Upwards in the score, or downwards. */
  readonly direction: 'open' | 'close';
}
