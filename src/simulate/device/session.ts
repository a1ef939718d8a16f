import type { System } from '../../system/system.js';
import type { AnalogReading } from '../analog/analog-evaluator.js';
import type { Reading } from '../evaluator.js';
import type { Stimulus } from '../stimulus.js';

/** What is to be rolled out and measured: of look-up tables, or of analog units. */
export type PlanSource =
  | { readonly kind: 'lut'; readonly system: System; readonly readings: readonly Reading[] }
  | { readonly kind: 'analog'; readonly system: System; readonly readings: readonly AnalogReading[] };

/** What comes back, `[genotype][cell]`: counts of look-up tables, measures of analog units. */
export type Cells = Int32Array | Float32Array;

/** A device that is open, as the one thread that owns it sees it. `Plan` is what a session keeps of a plan. */
export interface Session<Plan> {
  readonly plan: (source: PlanSource) => Plan;
  /** Genotypes that one batch may hold, at least 1: by the device's memory, and so that no batch takes long. */
  readonly mostGenotypes: (plan: Plan, stimulus: Stimulus) => number;
  /**
   * Rolls a batch out. Another may be begun before this one has ended: its upload then goes on beside this computation.
   *
   * @param loci `Int32Array [genotype][word]`, read before this returns
   * @param stimulus read before this returns
   */
  readonly rollOut: (plan: Plan, loci: Int32Array, count: number, stimulus: Stimulus) => Promise<Cells>;
  /** Lets go of what a plan has on the device; it is not rolled out again, and not being rolled out. */
  readonly forget: (plan: Plan) => void;
  /** Drains and lets go of the device. */
  readonly close: () => Promise<void>;
}

/** A failure of the device that may not come again: on a new session, or with a smaller batch. */
export class SessionFailure extends Error {
  override name = 'SessionFailure';
}
