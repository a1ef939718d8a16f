import { COUNT, LOCI, LOCUS_COUNT, ORDER, ORDER_SPARE, SIGNIFICANCE, TABLE_BITS } from '../wasm/header';

/*
 * Sorting of a batch by its tables, loci that reach most of the lattice first: equal genotypes come to stand side by
 * side, and neighbours differ late, where little depends on it. Entries are 64-bit numbers, the index of a genotype
 * below a key of 32 table bits; runs of equal keys are sorted again by the next 32 bits.
 */

/** Runs up to this length are sorted by insertion: a radix pass looks at 256 digits whatever the length. */
const SHORT: usize = 64;

/** The genotypes in the order of their indices. */
export function keepOrder(h: usize): void {
  const count: usize = load<u32>(h, COUNT);
  const order: usize = load<u32>(h, ORDER);
  for (let i: usize = 0; i < count; i++) store<u64>(order + (i << 3), i);
}

/** The genotypes in the order of their tables, equal ones in the order of their indices. */
export function sortOrder(h: usize): void {
  keepOrder(h);
  sortRun(h, load<u32>(h, ORDER), load<u32>(h, COUNT), 0);
}

/** Sorts `count` entries from `run` on, which agree in the `depth` most significant loci. */
function sortRun(h: usize, run: usize, count: usize, depth: usize): void {
  const loci: usize = load<u32>(h, LOCUS_COUNT);
  const bits: u32 = load<u32>(h, TABLE_BITS);
  const first: usize = load<u32>(h, LOCI);
  const significance: usize = load<u32>(h, SIGNIFICANCE);
  const end = run + (count << 3);
  while (depth < loci) {
    const next = min(loci, depth + <usize>(32 / bits));
    let different: u32 = 0;
    let example: u32 = 0;
    for (let entry = run; entry < end; entry += 8) {
      const row = first + <usize>load<u32>(entry) * (loci << 2);
      let key: u32 = 0;
      for (let at = depth; at < next; at++) {
        // A table of 32 bits stands alone in its key: shifting by 32, which is no shift at all, moves only zeros.
        key = (key << bits) | load<u32>(row + ((<usize>load<u32>(significance + (at << 2))) << 2));
      }
      store<u32>(entry, key, 4);
      if (entry === run) example = key;
      different |= key ^ example;
    }
    depth = next;
    if (different === 0) continue;
    if (count <= SHORT) insertionSort(run, end);
    else radixSort(run, count, different, load<u32>(h, ORDER_SPARE));
    sortEqualKeys(h, run, end, depth);
    return;
  }
}

/** Sorts each run of equal keys among sorted entries by the loci from `depth` on. */
function sortEqualKeys(h: usize, run: usize, end: usize, depth: usize): void {
  while (run < end) {
    const key = load<u32>(run, 4);
    let last = run + 8;
    while (last < end && load<u32>(last, 4) === key) last += 8;
    const length = (last - run) >> 3;
    if (length > 1) sortRun(h, run, length, depth);
    run = last;
  }
}

function insertionSort(run: usize, end: usize): void {
  for (let at = run + 8; at < end; at += 8) {
    const entry = load<u64>(at);
    let to = at;
    while (to > run && load<u64>(to - 8) > entry) {
      store<u64>(to, load<u64>(to - 8));
      to -= 8;
    }
    store<u64>(to, entry);
  }
}

/** Stable passes over the bytes of the keys in which any bit is `different`; `spare` has room for entries and digits. */
function radixSort(run: usize, count: usize, different: u32, spare: usize): void {
  const bytes = count << 3;
  const places = spare + bytes;
  for (let shift: u32 = 0; shift < 32; shift += 8) {
    if (((different >> shift) & 0xff) === 0) continue;
    memory.fill(places, 0, 1024);
    for (let entry = run; entry < run + bytes; entry += 8) {
      const digit = places + ((<usize>((load<u32>(entry, 4) >> shift) & 0xff)) << 2);
      store<u32>(digit, load<u32>(digit) + 8);
    }
    let total: u32 = 0;
    for (let digit = places; digit < places + 1024; digit += 4) {
      const size = load<u32>(digit);
      store<u32>(digit, total);
      total += size;
    }
    for (let entry = run; entry < run + bytes; entry += 8) {
      const digit = places + ((<usize>((load<u32>(entry, 4) >> shift) & 0xff)) << 2);
      const to = load<u32>(digit);
      store<u32>(digit, to + 8);
      store<u64>(spare + <usize>to, load<u64>(entry));
    }
    memory.copy(run, spare, bytes);
  }
}
