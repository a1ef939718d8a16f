import {
  BLOCK_BYTES,
  CELLS,
  COUNT,
  COUNTS,
  DUPLICATES,
  DUPLICATES_FOUND,
  ENDS,
  ENDS_CAPACITY,
  LIST_CAPACITY,
  LISTS,
  LIVENESS,
  LOCI,
  LOCUS_COUNT,
  NEIGHBOURS,
  NOISE,
  ORDER,
  PLANE_BYTES,
  PLANES,
  SAVINGS,
  STEP_COST,
  STEP_COUNT,
  UPDATES,
} from '../wasm/header';
import { countReadings } from './count';
import { compare, findDepends, firstChanged, setForms } from './forms';
import { loadInputs } from './inputs';
import { keepOrder, sortOrder } from './order';
import { findLive, selectAll, selectStale, spoil } from './select';
import { update } from './update';

/*
 * The rollout of a batch of genotypes on a stimulus, and its joint counts. A batch is taken in chunks of genotypes: for
 * each of them it is found out once which steps it needs beyond what the one before left in the slots; then block by
 * block of the samples these lists are run. Where all samples fit into one block, nothing has to be found again: the
 * slots stay as they are from one chunk to the next.
 */

/** Every so many genotypes it is tried whether liveness pays. */
const TRIAL: u32 = 256;

/** Trials of liveness that the decision rests on: older ones fade. */
const MEMORY: u32 = 32;

/** Tables that the forms belong to; 0 for none. Each evaluator has an instance, and so these, of its own. */
let before: usize = 0;
let sinceTrial: u32 = TRIAL - 1;
let livenessPays: bool = false;
let savedSteps: u32 = 0;
let trials: u32 = 0;

function rowOf(h: usize, position: usize): usize {
  const index: usize = load<u32>(<usize>load<u32>(h, ORDER) + (position << 3));
  return <usize>load<u32>(h, LOCI) + index * ((<usize>load<u32>(h, LOCUS_COUNT)) << 2);
}

function countsOf(h: usize, position: usize): usize {
  const index: usize = load<u32>(<usize>load<u32>(h, ORDER) + (position << 3));
  return <usize>load<u32>(h, COUNTS) + index * ((<usize>load<u32>(h, CELLS)) << 2);
}

/** Whether to look for live steps: where it paid lately, and now and then to see whether it would. */
function looksForLive(h: usize): bool {
  if ((load<u32>(h, SAVINGS) & LIVENESS) === 0) return false;
  sinceTrial = (sinceTrial + 1) % TRIAL;
  return livenessPays || sinceTrial === 0;
}

/**
 * Notes that `live` steps were live and `listed` of them have to be updated: as large a part of the stale steps is
 * saved, supposedly, as of all steps. Liveness pays where the updates saved cost more than finding them out.
 */
function noteLive(h: usize, live: u32, listed: u32): void {
  const steps = load<u32>(h, STEP_COUNT);
  if (live > 0) savedSteps += ((steps - live) * listed) / live;
  trials += 1;
  livenessPays = savedSteps * load<u32>(h, STEP_COST) > trials * steps;
  if (trials < MEMORY) return;
  savedSteps >>= 1;
  trials >>= 1;
}

/**
 * Lists the steps of the genotype at `position`, from `list` on. Returns the end of the list, or 0 where the genotype
 * has the counts of the one before; `fresh` says that slots hold nothing yet.
 */
function select(h: usize, position: usize, list: usize, fresh: bool): usize {
  const savings = load<u32>(h, SAVINGS);
  const row = rowOf(h, position);
  let changed = load<u32>(h, LOCUS_COUNT);
  if (before !== 0 && (savings & (DUPLICATES | PLANES)) !== 0) {
    changed = compare(h, row, before);
    if (changed === 0 && (savings & DUPLICATES) !== 0) {
      store<u32>(h, load<u32>(h, DUPLICATES_FOUND) + 1, DUPLICATES_FOUND);
      return 0;
    }
  }
  before = row;
  setForms(h, row);
  // Beyond half of the loci almost every plane is another.
  const few = !fresh && (savings & PLANES) !== 0 && changed * 2 <= load<u32>(h, LOCUS_COUNT);
  const liveness = looksForLive(h);
  if (!few && !liveness) return selectAll(h, list);
  findDepends(h);
  if (!few) spoil(h);
  const live = liveness ? findLive(h) : 0;
  const end = selectStale(h, list, liveness, few ? firstChanged : 1);
  if (liveness) noteLive(h, live, <u32>((end - list) >> 3));
  return end === list && !fresh ? 0 : end;
}

/** Rolls out and counts the genotypes at `first` to `last` − 1, whose lists are made, over all samples. */
function run(h: usize, first: usize, last: usize, loaded: bool): void {
  const bytes: usize = load<u32>(h, PLANE_BYTES);
  const block: usize = load<u32>(h, BLOCK_BYTES);
  const noise: usize = load<u32>(h, NOISE);
  const neighbours = load<i32>(h, NEIGHBOURS);
  const ends: usize = load<u32>(h, ENDS);
  for (let from: usize = 0; from < bytes; from += block) {
    const length = min(block, bytes - from);
    if (!loaded) loadInputs(h, from, length);
    let list: usize = load<u32>(h, LISTS);
    for (let position = first; position < last; position++) {
      const end: usize = load<u32>(ends + ((position - first) << 2));
      if (end === 0) continue;
      update(neighbours, list, end, noise === 0 ? 0 : noise + from, length);
      countReadings(h, length, countsOf(h, position));
      list = end;
    }
  }
}

/** Evaluates the batch that the header at `h` describes; counts of all genotypes are overwritten. */
export function evaluate(h: usize): void {
  const count: usize = load<u32>(h, COUNT);
  const lists: usize = load<u32>(h, LISTS);
  const ends: usize = load<u32>(h, ENDS);
  const steps = <usize>load<u32>(h, STEP_COUNT);
  const cells = (<usize>load<u32>(h, CELLS)) << 2;
  const oneBlock = load<u32>(h, PLANE_BYTES) <= load<u32>(h, BLOCK_BYTES);
  // A list may be written one entry beyond its end.
  const most = oneBlock ? 1 : load<u32>(h, LIST_CAPACITY) - 1;
  memory.fill(load<u32>(h, COUNTS), 0, count * cells);
  store<u32>(h, 0, UPDATES);
  store<u32>(h, 0, DUPLICATES_FOUND);
  if ((load<u32>(h, SAVINGS) & (DUPLICATES | PLANES)) !== 0) sortOrder(h);
  else keepOrder(h);

  before = 0;
  let first: usize = 0;
  while (first < count) {
    const fresh = first === 0 || !oneBlock;
    if (fresh) spoil(h);
    let list = lists;
    let last = first;
    while (last < count && last - first < <usize>load<u32>(h, ENDS_CAPACITY)) {
      // In one block each genotype is run as soon as it is listed: its list is still in the cache.
      if (last > first && (oneBlock || ((list - lists) >> 3) + steps > <usize>most)) break;
      const end = select(h, last, list, fresh && last === first);
      store<u32>(ends + ((last - first) << 2), <u32>end);
      if (end !== 0) list = end;
      last++;
    }
    store<u32>(h, load<u32>(h, UPDATES) + <u32>((list - lists) >> 3), UPDATES);
    run(h, first, last, !fresh);
    for (let position = first; position < last; position++) {
      if (load<u32>(ends + ((position - first) << 2)) === 0) {
        memory.copy(countsOf(h, position), countsOf(h, position - 1), cells);
      }
    }
    first = last;
  }
}
