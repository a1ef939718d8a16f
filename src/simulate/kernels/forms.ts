import { CHANGED, DEPENDS, FIRST_VALUES, FORMS, LOCUS_COUNT, NEIGHBOURS } from '../wasm/header';

/*
 * Tables of a genotype as Reed-Muller forms (Reed 1954; Muller 1954), four loci to a vector, which of them differ from
 * the genotype before, and which inputs they heed.
 */

/** The first value that any locus which changed has a part in, as compare left it. */
export let firstChanged: u32 = 0;

/** Whether the inputs that the forms depend on have been found since the forms last changed. */
let knowsDepends: bool = false;

/** Four Reed-Muller forms: each bit becomes the XOR of the table bits at all subsets of its index, input by input. */
@inline
function reedMuller(tables: v128, neighbours: u32): v128 {
  let form = tables;
  form = v128.xor(form, v128.and(i32x4.shl(form, 1), i32x4.splat(0xaaaaaaaa)));
  if (neighbours > 1) form = v128.xor(form, v128.and(i32x4.shl(form, 2), i32x4.splat(0xcccccccc)));
  if (neighbours > 2) form = v128.xor(form, v128.and(i32x4.shl(form, 4), i32x4.splat(0xf0f0f0f0)));
  if (neighbours > 3) form = v128.xor(form, v128.and(i32x4.shl(form, 8), i32x4.splat(0xff00ff00)));
  if (neighbours > 4) form = v128.xor(form, v128.and(i32x4.shl(form, 16), i32x4.splat(0xffff0000)));
  // The transform reaches into bits beyond the table, which stand for indices that do not occur.
  return v128.and(form, i32x4.splat(<i32>((<u64>1 << (1 << neighbours)) - 1)));
}

/** Bit j in each of four lanes whose form has a coefficient of input j: one whose index has bit j, among `having`. */
@inline
function dependence(form: v128, having: i32, j: i32): v128 {
  const none = i32x4.eq(v128.and(form, i32x4.splat(having)), i32x4.splat(0));
  return v128.andnot(i32x4.splat(1 << j), none);
}

/** Finds the inputs that the present forms depend on, if that is not known. */
export function findDepends(h: usize): void {
  if (knowsDepends) return;
  knowsDepends = true;
  const neighbours = load<u32>(h, NEIGHBOURS);
  const forms: usize = load<u32>(h, FORMS);
  const depends: usize = load<u32>(h, DEPENDS);
  const bytes: usize = ((<usize>load<u32>(h, LOCUS_COUNT) + 3) & ~3) << 2;
  for (let at: usize = 0; at < bytes; at += 16) {
    const form = v128.load(forms + at);
    let found = dependence(form, 0xaaaaaaaa, 0);
    if (neighbours > 1) found = v128.or(found, dependence(form, 0xcccccccc, 1));
    if (neighbours > 2) found = v128.or(found, dependence(form, 0xf0f0f0f0, 2));
    if (neighbours > 3) found = v128.or(found, dependence(form, 0xff00ff00, 3));
    if (neighbours > 4) found = v128.or(found, dependence(form, 0xffff0000, 4));
    v128.store(depends + at, found);
  }
}

/** The last loci of a row, up to three, in a vector: what stands behind them belongs to others. */
function tail(row: usize, count: usize): v128 {
  let tables = i32x4.replace_lane(i32x4.splat(0), 0, load<i32>(row));
  if (count > 1) tables = i32x4.replace_lane(tables, 1, load<i32>(row, 4));
  if (count > 2) tables = i32x4.replace_lane(tables, 2, load<i32>(row, 8));
  return tables;
}

/** Sets the forms of the tables at `row`. */
export function setForms(h: usize, row: usize): void {
  knowsDepends = false;
  const loci: usize = load<u32>(h, LOCUS_COUNT);
  const neighbours = load<u32>(h, NEIGHBOURS);
  const forms: usize = load<u32>(h, FORMS);
  const whole = (loci & ~3) << 2;
  for (let at: usize = 0; at < whole; at += 16) v128.store(forms + at, reedMuller(v128.load(row + at), neighbours));
  // Fixed forms begin at the next whole vector.
  if ((loci & 3) !== 0) v128.store(forms + whole, reedMuller(tail(row + whole, loci & 3), neighbours));
}

/** The greatest positive number in lanes that do not differ, else 0. */
function beyond(differs: v128): v128 {
  return v128.andnot(i32x4.splat(i32.MAX_VALUE), differs);
}

/**
 * Marks the loci in which the tables at `row` differ from those at `before`, and finds the first value they have a part
 * in. Returns the number of these loci, or of all, with nothing marked for good, as soon as more than half differ.
 */
export function compare(h: usize, row: usize, before: usize): u32 {
  const loci: usize = load<u32>(h, LOCUS_COUNT);
  const changed: usize = load<u32>(h, CHANGED);
  const firstValues: usize = load<u32>(h, FIRST_VALUES);
  const whole = (loci & ~3) << 2;
  let number: u32 = 0;
  let first = i32x4.splat(i32.MAX_VALUE);
  for (let at: usize = 0; at < whole; at += 16) {
    const differs = i32x4.ne(v128.load(row + at), v128.load(before + at));
    v128.store(changed + at, differs);
    const lanes = i32x4.bitmask(differs);
    if (lanes === 0) continue;
    number += <u32>popcnt<i32>(lanes);
    if (number * 2 > <u32>loci) return <u32>loci;
    first = i32x4.min_s(first, v128.or(v128.load(firstValues + at), beyond(differs)));
  }
  if ((loci & 3) !== 0) {
    const differs = i32x4.ne(tail(row + whole, loci & 3), tail(before + whole, loci & 3));
    v128.store(changed + whole, differs);
    number += <u32>popcnt<i32>(i32x4.bitmask(differs));
    first = i32x4.min_s(first, v128.or(v128.load(firstValues + whole), beyond(differs)));
  }
  const least = i32x4.min_s(first, i32x4.shuffle(first, first, 2, 3, 0, 1));
  firstChanged = <u32>min(i32x4.extract_lane(least, 0), i32x4.extract_lane(least, 1));
  return number;
}
