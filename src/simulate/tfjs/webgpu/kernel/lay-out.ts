import type { RolloutPlan } from '../../rollout-plan.js';
import { type Form, maskStride, type StateHome, stateSlots, workgroupBytes } from './form.js';
import type { DeviceLimits, FormRequest } from './form-request.js';
import { writtenSize } from './written-size.js';

/**
 * Words that a thread holds in registers, at most, for the values that are alive: half of the 255 registers that it can
 * have, so that it is not alone on its processor and the masks have room.
 */
const MOST_LIVE_WORDS = 128;

/** Operations times words of code whose threads take several words: with more, code outgrows a processor's cache of it. */
const MOST_SEVERAL = 8000;

/**
 * Threads of a workgroup of written code. An H100 was slower with fewer (K = 5, 4096 samples: 43 % of the bound with 32
 * threads, 59 % with 128), since a processor holds only so many workgroups, and no faster with more.
 */
const THREADS = 128;

/** The same where code walks by records, whose threads wait for memory most of the time. */
const RECORD_THREADS = 256;
const RECORD_LANES = 32;
const FEWEST_RECORD_THREADS = 32;

/**
 * Masks pay where at least so many threads share one spreading of the tables: on an H100 with 32 lanes (K = 3, 4096
 * samples: 71 % of the bound, words about 50 %), but not with 8 (1024 samples: 15 %, words 51 %).
 */
const FEWEST_LANES = 32;

/** Bytes of masks of one genotype from which on no two share a workgroup: the room is better used by more lanes. */
const LARGE_MASKS = 4096;

/** Lanes from which on a genotype has a workgroup of its own, so that its tables are worked out once for a subgroup. */
const MANY_LANES = 64;

/** Threads that keep a large GPU busy: 2^11 for each of some 130 processors. */
const BUSY_THREADS = 1 << 18;

/** Storage for the states of the workgroups in flight, at most. */
const MOST_SCRATCH_BYTES = 1 << 27;

/** What a form says of a workgroup. */
type Workgroup = Omit<Form, 'shares' | 'once' | 'groups'>;

/** What of a form is settled before its workgroups are. */
type Ways = Pick<Form, 'state' | 'tables' | 'sums' | 'reduce' | 'rolled'>;

/** Lays a batch out over workgroups; null where no workgroup fits, or none that is asked for. */
export function layOut(
  plan: RolloutPlan,
  limits: DeviceLimits,
  state: StateHome,
  genotypes: number,
  words: number,
  request: FormRequest,
): Form | null {
  const { tables, sums, rolled = true, reduce = limits.hasSubgroups ? 'subgroups' : 'atomics' } = request;
  for (const tablesAs of tables === undefined ? (['masks', 'words'] as const) : [tables]) {
    for (const sumsIn of sums === undefined ? (['workgroup', 'storage'] as const) : [sums]) {
      const ways: Ways = { state, tables: tablesAs, sums: sumsIn, reduce, rolled };
      // Where states would leave few threads in workgroup memory there is storage, unless this very form is asked for.
      const isLast = tablesAs === 'words' && (state !== 'workgroup' || request.state !== undefined);
      const mustPay = !isLast && tables === undefined;
      const workgroup = workgroupOf(plan, limits, ways, genotypes, words, request, mustPay);
      if (workgroup !== null) return spread(plan, limits, workgroup, genotypes, words, request);
    }
  }
  return null;
}

/** @param mustPay whether a workgroup is refused that leaves the device idle, since there are other ways */
function workgroupOf(
  plan: RolloutPlan,
  limits: DeviceLimits,
  ways: Ways,
  genotypes: number,
  words: number,
  request: FormRequest,
  mustPay: boolean,
): Workgroup | null {
  const isWritten = ways.state === 'registers';
  const vectors = request.vector === undefined ? vectorsOf(plan, limits, ways, words) : [request.vector];
  for (const vector of vectors) {
    const most = Math.min(isWritten ? THREADS : RECORD_THREADS, limits.threads);
    const lanes = request.lanes ?? Math.min(isWritten ? THREADS : RECORD_LANES, powerAtLeast(words / vector));
    const isAlone = isWritten && standsAlone(plan, ways, lanes);
    const rows = request.genotypes ?? (isAlone ? 1 : Math.max(1, Math.min(most / lanes, powerAtLeast(genotypes))));
    const workgroup = shrink(plan, limits, { ...ways, vector, lanes, genotypes: rows }, request);
    if (workgroup === null) continue;
    const threads = workgroup.lanes * workgroup.genotypes;
    const enough = Math.min(isWritten ? THREADS : FEWEST_RECORD_THREADS, genotypes * Math.ceil(words / vector));
    if (!mustPay || (threads >= enough && (!isWritten || workgroup.lanes >= FEWEST_LANES))) return workgroup;
    // Fewer words a thread would make more threads, but then masks are loaded too often.
    if (isWritten) return null;
  }
  return null;
}

/** Whether a genotype has a workgroup of its own. */
function standsAlone(plan: RolloutPlan, { state, tables }: Ways, lanes: number): boolean {
  return tables === 'masks' ? 16 * maskStride(plan, state) > LARGE_MASKS : lanes >= MANY_LANES;
}

/** Words that a thread may take at once, the best first: the more they are, the more often a loaded mask is used. */
function vectorsOf(plan: RolloutPlan, limits: DeviceLimits, { state }: Ways, words: number): Form['vector'][] {
  const isWritten = state === 'registers';
  const { live, operations } = isWritten ? writtenSize(plan) : { live: 0, operations: 0 };
  const most = isWritten || plan.system.lattice.neighbourCount > 3 ? 4 : 2;
  return ([4, 2, 1] as const).filter(
    (vector) =>
      vector === 1 ||
      (vector <= Math.min(most, limits.vector) &&
        words % vector === 0 &&
        live * vector <= MOST_LIVE_WORDS &&
        operations * vector <= MOST_SEVERAL),
  );
}

/** The largest workgroup that fits, rows given up first, then lanes; null if none does. */
function shrink(
  plan: RolloutPlan,
  limits: DeviceLimits,
  { lanes, genotypes, ...more }: Workgroup,
  request: FormRequest,
): Workgroup | null {
  const workgroup = { ...more, lanes, genotypes };
  if (workgroupBytes(plan, workgroup) <= limits.workgroupBytes) return workgroup;
  if (genotypes > 1 && request.genotypes === undefined) {
    return shrink(plan, limits, { ...workgroup, genotypes: genotypes / 2 }, request);
  }
  if (lanes > 1 && request.lanes === undefined)
    return shrink(plan, limits, { ...workgroup, lanes: lanes / 2 }, request);
  return null;
}

/** How many workgroups there are. */
function spread(
  plan: RolloutPlan,
  limits: DeviceLimits,
  workgroup: Workgroup,
  genotypes: number,
  words: number,
  request: FormRequest,
): Form {
  const { state, vector, lanes } = workgroup;
  const threads = lanes * workgroup.genotypes;
  const vectors = words / vector;
  const wanted = Math.ceil(genotypes / workgroup.genotypes);
  const room = Math.max(1, Math.floor(BUSY_THREADS / (wanted * threads)));
  const shares = request.shares ?? Math.min(room, Math.ceil(vectors / lanes), limits.groupsPerDimension);
  const scratch = Math.min(limits.bindingBytes / 4, MOST_SCRATCH_BYTES);
  const inFlight = Math.floor(scratch / (4 * shares * threads * vector * Math.max(1, stateSlots(plan))));
  const groups = request.groups ?? (state === 'storage' ? Math.min(wanted, Math.max(1, inFlight)) : wanted);
  return { ...workgroup, shares, once: vectors <= lanes * shares, groups };
}

function powerAtLeast(count: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, count)));
}
