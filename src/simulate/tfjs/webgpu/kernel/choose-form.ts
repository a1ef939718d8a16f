import { InvariantError } from '../../../../base/errors.js';
import type { RolloutPlan } from '../../rollout-plan.js';
import { type Form, type StateHome, stateSlots, workgroupBytes } from './form.js';
import { mostLiveValues } from './live-values.js';

/** What a device can do, as far as the kernel asks. */
export interface DeviceLimits {
  readonly workgroupBytes: number;
  readonly threads: number;
  readonly groupsPerDimension: number;
  readonly bindingBytes: number;
  readonly hasSubgroups: boolean;
  /** Words that a thread takes at once, at most. */
  readonly vector: Form['vector'];
  /** Operations that may be written out: steps × 2^K. */
  readonly writtenOperations: number;
}

/** Parts of a form that somebody wants as they are: tests and measurements. */
export interface FormRequest {
  readonly state?: StateHome;
  readonly tables?: Form['tables'];
  readonly sums?: Form['sums'];
  readonly reduce?: Form['reduce'];
  readonly vector?: Form['vector'];
  readonly rolled?: boolean;
  readonly lanes?: number;
  readonly genotypes?: number;
  readonly shares?: number;
  readonly groups?: number;
}

/**
 * Operations that are written out for a GPU, at most: compilers of drivers take time in proportion, and the code has to
 * fit the caches of instructions.
 */
export const WRITTEN_FOR_GPU = 10_000;

/** The same for Mesa's llvmpipe, whose compiler takes time with the square of it: 3 s for 100 steps of K = 3. */
export const WRITTEN_FOR_SOFTWARE = 160;

/** Operations on words that are written out one by one, at most, where ticks are alike: code of 64 KiB. */
const MOST_UNROLLED = 4000;

/**
 * Words that a thread holds in registers, at most, for the values that are alive: half of the 255 registers that it can
 * have, so that it is not alone on its processor and the masks have room.
 */
const MOST_LIVE_WORDS = 128;

/** Threads of a workgroup: eight warps of NVIDIA's 32, four of AMD's 64. */
const THREADS = 256;

/** Lanes of one genotype: a warp reads the same masks, which is one read for all of it. */
const LANES = 32;

/** Threads that keep a large GPU busy: 2^11 for each of some 130 processors. */
const BUSY_THREADS = 1 << 18;

/** Storage for the states of the workgroups in flight, at most: on a large GPU still some thousand of them. */
export const MOST_SCRATCH_BYTES = 1 << 26;

/** The form in which a batch of `genotypes` on planes of `words` words is computed. */
export function chooseForm(
  plan: RolloutPlan,
  limits: DeviceLimits,
  genotypes: number,
  words: number,
  request: FormRequest = {},
): Form {
  const home = request.state;
  const homes: readonly StateHome[] = home === undefined ? ['registers', 'workgroup', 'storage'] : [home];
  for (const state of homes) {
    if (state === 'registers' && home === undefined && !fitsRegisters(plan, limits)) continue;
    const form = layOut(plan, limits, state, genotypes, words, request);
    if (form !== null) return form;
  }
  throw new InvariantError(
    `no form of the kernel for ${plan.slots.count} slots: ${JSON.stringify({ request, limits })}`,
  );
}

function operations({ slots, system }: RolloutPlan): number {
  return slots.steps.length * (1 << system.lattice.neighbourCount);
}

function fitsRegisters(plan: RolloutPlan, { writtenOperations }: DeviceLimits): boolean {
  return mostLiveValues(plan) <= MOST_LIVE_WORDS && operations(plan) <= writtenOperations;
}

/** The more words a thread has, the more often a mask that it has loaded is used. */
function registerVector(plan: RolloutPlan, limits: DeviceLimits, words: number): Form['vector'] {
  const live = mostLiveValues(plan);
  const fits = (vector: number): boolean =>
    vector <= limits.vector && words % vector === 0 && live * vector <= MOST_LIVE_WORDS;
  return fits(4) ? 4 : fits(2) ? 2 : 1;
}

function layOut(
  plan: RolloutPlan,
  limits: DeviceLimits,
  state: StateHome,
  genotypes: number,
  words: number,
  request: FormRequest,
): Form | null {
  const vector =
    request.vector ??
    (state === 'registers' ? registerVector(plan, limits, words) : words % 2 === 0 && limits.vector > 1 ? 2 : 1);
  const vectors = words / vector;
  const most = Math.min(THREADS, limits.threads);
  let lanes = request.lanes ?? Math.min(LANES, powerAtLeast(vectors));
  let rows = request.genotypes ?? Math.max(1, Math.min(most / lanes, powerAtLeast(genotypes)));
  const tables = request.tables;
  const rolled = request.rolled ?? operations(plan) * vector > MOST_UNROLLED;
  const reduce = request.reduce ?? (limits.hasSubgroups ? 'subgroups' : 'atomics');
  const sums = request.sums;
  /** The largest workgroup of these ways that fits, rows given up first, then lanes; null if none does. */
  const shrink = (ways: Pick<Form, 'tables' | 'sums'>): Form | null => {
    let [l, r] = [lanes, rows];
    while (
      workgroupBytes(plan, { state, vector, rolled, reduce, lanes: l, genotypes: r, ...ways }) > limits.workgroupBytes
    ) {
      if (r > 1 && request.genotypes === undefined) r /= 2;
      else if (l > 1 && request.lanes === undefined) l /= 2;
      else return null;
    }
    [lanes, rows] = [l, r];
    return spread({ state, vector, rolled, reduce, lanes, genotypes: r, ...ways });
  };
  const spread = (form: Omit<Form, 'shares' | 'once' | 'groups'>): Form => {
    const wanted = Math.ceil(genotypes / form.genotypes);
    const threads = form.lanes * form.genotypes;
    const room = Math.max(1, Math.floor(BUSY_THREADS / (wanted * threads)));
    const shares = request.shares ?? Math.min(room, Math.ceil(vectors / form.lanes), limits.groupsPerDimension);
    const flight = Math.max(
      1,
      Math.floor(scratchBytes(limits) / (4 * shares * threads * vector * Math.max(1, stateSlots(plan)))),
    );
    const groups = request.groups ?? (state === 'storage' ? Math.min(wanted, flight) : wanted);
    return { ...form, shares, once: vectors <= form.lanes * shares, groups };
  };
  for (const table of tables === undefined ? (['masks', 'words'] as const) : [tables]) {
    if (state === 'registers' && table === 'words' && tables === undefined) continue;
    for (const sum of sums === undefined ? (['workgroup', 'storage'] as const) : [sums]) {
      const form = shrink({ tables: table, sums: sum });
      if (form !== null) return form;
    }
  }
  return null;
}

function scratchBytes({ bindingBytes }: DeviceLimits): number {
  return Math.min(bindingBytes / 4, MOST_SCRATCH_BYTES);
}

function powerAtLeast(count: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, count)));
}
