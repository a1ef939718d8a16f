import type { Accounts } from '../accounts.js';

/** A generation as its rows and its checkpoint need it, beside the measures in the engine's arena. */
export interface Snapshot {
  readonly generation: number;
  readonly loci: Uint32Array;
  readonly fitness: Float64Array;
  readonly descentBits: Float64Array;
  readonly accounts: Accounts;
}
