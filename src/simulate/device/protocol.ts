import type { Stimulus } from '../stimulus.js';
import type { Cells, PlanSource } from './session.js';

/** Makes a plan known to the device's owner, under a number of the sender's own. */
export interface PlanMessage {
  readonly kind: 'plan';
  readonly plan: number;
  readonly source: PlanSource;
}

/** Asks for counts; the sender sleeps on `signal` until they are there, so that each has one request open at most. */
export interface EvaluateMessage {
  readonly kind: 'evaluate';
  readonly plan: number;
  /** `Uint32Array [genotype][word]`, of `count` genotypes; unchanged until the answer. */
  readonly loci: Uint32Array;
  readonly count: number;
  readonly stimulus: Stimulus;
  /** `[genotype][cell]`, overwritten: shared memory. */
  readonly cells: Cells;
  /** One entry of shared memory: a {@link Signal}. */
  readonly signal: Int32Array;
}

/** Says that the sender asks for none of the plans any more that it made known: another may begin under the same numbers. */
export interface ForgetMessage {
  readonly kind: 'forget';
}

export type Message = PlanMessage | EvaluateMessage | ForgetMessage;

/** What the sender of a request wakes up to. */
export const Signal = {
  waiting: 0,
  done: 1,
  /** The reason has been posted to the sender's port: a {@link Fault}. */
  failed: 2,
  /** The owner's thread came to an end. */
  gone: 3,
} as const;

/** Why a request could not be answered. */
export interface Fault {
  /** True where the device is at fault, false where the program is. */
  readonly ofDevice: boolean;
  readonly text: string;
}
