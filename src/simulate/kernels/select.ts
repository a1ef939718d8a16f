import {
  CHANGED,
  DEPENDS,
  FORMS,
  LIVE,
  NEIGHBOURS,
  ROOT_COUNT,
  ROOTS,
  STALE,
  STEP_BYTES,
  STEP_COUNT,
  STEP_FORM,
  STEPS,
  WIRES,
} from '../wasm/header';

/*
 * Which steps a genotype needs done. A slot is *stale* where it may not hold what the present tables make of it, and a
 * step is *live* where some reading depends on it through tables that do not ignore it. What is both is updated; slots
 * that are stale but not live stay stale for the genotypes to come. A fresh slot's value rests on fresh slots only
 * (through inputs that its table heeds), so no comparison of planes and no hash is needed.
 */

/** The first value whose slot is stale, or one more than there are. */
let firstStale: u32 = 1;

/** Marks every slot of the state as stale, but for the inputs. */
export function spoil(h: usize): void {
  firstStale = 1;
  const stale: usize = load<u32>(h, STALE);
  memory.fill(stale + 1, 1, load<u32>(h, STEP_COUNT));
  store<u8>(stale, 0);
}

/** Lists all steps from `list` on; returns the end of the list. */
export function selectAll(h: usize, list: usize): usize {
  const forms: usize = load<u32>(h, FORMS);
  const count: usize = load<u32>(h, STEP_COUNT);
  let step: usize = load<u32>(h, STEPS);
  const end = step + count * STEP_BYTES;
  for (; step < end; step += STEP_BYTES) {
    store<u32>(list, <u32>step);
    store<u32>(list, load<u32>(forms + <usize>load<u32>(step, STEP_FORM)), 4);
    list += 8;
  }
  memory.fill(<usize>load<u32>(h, STALE) + 1, 0, count);
  firstStale = <u32>count + 1;
  return list;
}

/** Marks the values that the readings depend on, by one pass from the last step to the first; returns their number. */
export function findLive(h: usize): u32 {
  const neighbours: usize = load<u32>(h, NEIGHBOURS);
  const count: usize = load<u32>(h, STEP_COUNT);
  const live: usize = load<u32>(h, LIVE);
  const depends: usize = load<u32>(h, DEPENDS);
  const roots: usize = load<u32>(h, ROOTS);
  const lastRoot = roots + (<usize>load<u32>(h, ROOT_COUNT) << 2);
  let number: u32 = 0;
  memory.fill(live, 0, count + 1);
  for (let root = roots; root < lastRoot; root += 4) store<u8>(live + <usize>load<u32>(root), 1);
  let step: usize = <usize>load<u32>(h, STEPS) + count * STEP_BYTES;
  let wire: usize = <usize>load<u32>(h, WIRES) + ((count * neighbours) << 2);
  for (let value = live + count; value > live; value--) {
    step -= STEP_BYTES;
    wire -= neighbours << 2;
    if (load<u8>(value) === 0) continue;
    number++;
    let heeded = load<u32>(depends + <usize>load<u32>(step, STEP_FORM));
    for (let source = wire; heeded !== 0; source += 4) {
      const at = live + <usize>load<u32>(source);
      store<u8>(at, load<u8>(at) | <u8>(heeded & 1));
      heeded >>= 1;
    }
  }
  return number;
}

/** 1 where any source that a table heeds is stale. */
@inline
function readsStale(wire: usize, neighbours: usize, stale: usize, heeded: u32): u32 {
  let found = <u32>load<u8>(stale + <usize>load<u32>(wire)) & heeded;
  if (neighbours > 1) {
    found |= <u32>load<u8>(stale + <usize>load<u32>(wire, 4)) & (heeded >> 1);
    if (neighbours > 2) {
      found |= <u32>load<u8>(stale + <usize>load<u32>(wire, 8)) & (heeded >> 2);
      if (neighbours > 3) {
        found |= <u32>load<u8>(stale + <usize>load<u32>(wire, 12)) & (heeded >> 3);
        if (neighbours > 4) found |= <u32>load<u8>(stale + <usize>load<u32>(wire, 16)) & (heeded >> 4);
      }
    }
  }
  return found & 1;
}

/**
 * Lists the steps that are live (all of them unless `liveness`) and stale after the tables that changed, of which the
 * first steps give value `firstChanged`, from `list` on; returns the end of the list.
 */
export function selectStale(h: usize, list: usize, liveness: bool, firstChanged: u32): usize {
  const neighbours: usize = load<u32>(h, NEIGHBOURS);
  const count: usize = load<u32>(h, STEP_COUNT);
  const forms: usize = load<u32>(h, FORMS);
  const depends: usize = load<u32>(h, DEPENDS);
  const changed: usize = load<u32>(h, CHANGED);
  const stale: usize = load<u32>(h, STALE);
  const live: usize = load<u32>(h, LIVE);
  const anyway = <u32>!liveness;
  const begin = list;
  const first: usize = load<u32>(h, STEPS);
  const from: usize = min(firstStale, firstChanged);
  let remains: u32 = <u32>count + 1;
  let step = first + (from - 1) * STEP_BYTES;
  let wire = <usize>load<u32>(h, WIRES) + (((from - 1) * neighbours) << 2);
  for (let value = from; value <= count; value++) {
    const form: usize = load<u32>(step, STEP_FORM);
    const now =
      (<u32>load<u8>(stale + value) |
        load<u32>(changed + form) |
        readsStale(wire, neighbours, stale, load<u32>(depends + form))) & 1;
    // Written in any case and kept only where it counts: the pattern of what is stale is hard to predict.
    const needed = now & (<u32>load<u8>(live + value) | anyway);
    store<u32>(list, <u32>step);
    store<u32>(list, load<u32>(forms + form), 4);
    list += <usize>(needed << 3);
    store<u8>(stale + value, <u8>now);
    remains = select<u32>(min(remains, <u32>value), remains, now !== needed);
    step += STEP_BYTES;
    wire += neighbours << 2;
  }
  firstStale = remains;
  // Only now, since later steps had to see that what they read changes.
  for (let entry = begin; entry < list; entry += 8) {
    store<u8>(stale + 1 + (<usize>load<u32>(entry) - first) / STEP_BYTES, 0);
  }
  return list;
}
