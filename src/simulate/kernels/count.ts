import {
  CHANGE,
  INPUT_ONES,
  MASKS,
  READING_CELL,
  READING_INPUT,
  READING_PLANES,
  READING_SIZE,
  READINGS,
  READINGS_END,
  SPREAD,
} from '../wasm/header';

/** Up to so many bits a word's samples are split into one mask for each cell; beyond, each sample's symbol is built. */
const MOST_MASKED_BITS: i32 = 5;

function bump(counts: usize, cell: usize, by: i32): void {
  const at = counts + (cell << 2);
  store<i32>(at, load<i32>(at) + by);
}

/** One bit against another: the numbers of 1 bits of x (known for an input plane: −1 where it is not), y and both. */
function countTwoBits(x: usize, y: usize, onesOfX: i32, bytes: usize, counts: usize): void {
  let second: i64 = 0;
  let both: i64 = 0;
  for (let i: usize = 0; i < bytes; i += 16) {
    const y0 = load<i64>(y + i);
    const y1 = load<i64>(y + i, 8);
    second += popcnt<i64>(y0) + popcnt<i64>(y1);
    both += popcnt<i64>(y0 & load<i64>(x + i)) + popcnt<i64>(y1 & load<i64>(x + i, 8));
  }
  const twos = <i32>second;
  const common = <i32>both;
  const ones = onesOfX < 0 ? onesIn(x, bytes) : onesOfX;
  bump(counts, 0, ((<i32>bytes) << 3) - ones - twos + common);
  bump(counts, 1, ones - common);
  bump(counts, 2, twos - common);
  bump(counts, 3, common);
}

/** Number of 1 bits of a plane. */
export function onesIn(plane: usize, bytes: usize): i32 {
  let ones: i64 = 0;
  for (let i: usize = 0; i < bytes; i += 8) ones += popcnt<i64>(load<i64>(plane + i));
  return <i32>ones;
}

/** Few bits: the 64 samples of a word are split by one bit after the other into one mask for each cell. */
function countByMasks(planes: usize, bits: i32, bytes: usize, counts: usize, masks: usize): void {
  const cells: usize = 1 << bits;
  for (let i: usize = 0; i < bytes; i += 8) {
    store<i64>(masks, -1);
    for (let bit = 0; bit < bits; bit++) {
      const plane = load<i64>(<usize>load<u32>(planes + (bit << 2)) + i);
      const half: usize = 8 << bit;
      for (let cell: usize = 0; cell < half; cell += 8) {
        const mask = load<i64>(masks + cell);
        store<i64>(masks + cell + half, mask & plane);
        store<i64>(masks + cell, mask & ~plane);
      }
    }
    for (let cell: usize = 0; cell < cells; cell++)
      bump(counts, cell, <i32>popcnt<i64>(load<i64>(masks + (cell << 3))));
  }
}

/** Many bits: most cells of a word stay empty, so the symbols of eight samples are put together, one to a byte each. */
function countBySymbols(planes: usize, bits: i32, bytes: usize, counts: usize, spread: usize): void {
  for (let i: usize = 0; i < bytes; i++) {
    let low: i64 = 0;
    let high: i64 = 0;
    for (let bit = 0; bit < bits; bit++) {
      const eight: usize = load<u8>(<usize>load<u32>(planes + (bit << 2)) + i);
      const one = load<i64>(spread + (eight << 3));
      if (bit < 8) low |= one << bit;
      else high |= one << (bit - 8);
    }
    for (let sample = 0; sample < 8; sample++) {
      bump(counts, <usize>((low & 0xff) | ((high & 0xff) << 8)), 1);
      low >>= 8;
      high >>= 8;
    }
  }
}

/** Samples in which any of the pairs of planes differs. */
function countChange(planes: usize, count: i32, bytes: usize): i32 {
  let changed: i64 = 0;
  const end = planes + ((<usize>count) << 2);
  for (let i: usize = 0; i < bytes; i += 8) {
    let differs: i64 = 0;
    for (let pair = planes; pair < end; pair += 8) {
      differs |= load<i64>(<usize>load<u32>(pair) + i) ^ load<i64>(<usize>load<u32>(pair, 4) + i);
    }
    changed += popcnt<i64>(differs);
  }
  return <i32>changed;
}

/** Adds the block's samples, `bytes` of each plane, to a genotype's counts in every reading. */
export function countReadings(h: usize, bytes: usize, counts: usize): void {
  const end: usize = load<u32>(h, READINGS_END);
  let reading: usize = load<u32>(h, READINGS);
  while (reading < end) {
    const size = load<i32>(reading, READING_SIZE);
    const cells = counts + <usize>load<u32>(reading, READING_CELL);
    const planes = reading + READING_PLANES;
    if (load<i32>(reading) === CHANGE) {
      bump(cells, 0, countChange(planes, size, bytes));
    } else if (size === 2) {
      const input = load<i32>(reading, READING_INPUT);
      const ones = input < 0 ? -1 : load<i32>(<usize>load<u32>(h, INPUT_ONES) + ((<usize>input) << 2));
      countTwoBits(load<u32>(planes), load<u32>(planes, 4), ones, bytes, cells);
    } else if (size <= MOST_MASKED_BITS) {
      countByMasks(planes, size, bytes, cells, load<u32>(h, MASKS));
    } else {
      countBySymbols(planes, size, bytes, cells, load<u32>(h, SPREAD));
    }
    reading = planes + ((<usize>size) << 2);
  }
}
