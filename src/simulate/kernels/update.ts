import { STEP_NOISE, STEP_SOURCES } from '../wasm/header';

/*
 * Steps of a rollout, 128 samples to a vector. A unit's table is taken in its Reed-Muller form,
 * f = c0 ^ c1 x ^ y (c2 ^ c3 x) ^ z (...), which needs one operation less at each level than a multiplexer; its
 * coefficients are spread over vectors once for each step. A list entry is (address of the step record, form). The
 * target may be one of the sources: a vector is written after it is read. A turn of the loop takes several vectors,
 * since addresses then move once for all of them; what is left of a plane is taken one by one.
 */

/** Coefficient `index` of a form, in every bit of a vector. */
@inline
function coefficient(form: v128, index: i32): v128 {
  return i32x4.shr_s(i32x4.shl(form, 31 - index), 31);
}

@inline
function f1(x: v128, c0: v128, c1: v128): v128 {
  return v128.xor(c0, v128.and(c1, x));
}

@inline
function f2(x: v128, y: v128, c0: v128, c1: v128, c2: v128, c3: v128): v128 {
  return v128.xor(f1(x, c0, c1), v128.and(y, f1(x, c2, c3)));
}

@inline
function f3(x: v128, y: v128, z: v128, c0: v128, c1: v128, c2: v128, c3: v128, c4: v128, c5: v128, c6: v128, c7: v128): v128 {
  return v128.xor(f2(x, y, c0, c1, c2, c3), v128.and(z, f2(x, y, c4, c5, c6, c7)));
}

@inline
function f4(
    x: v128, y: v128, z: v128, v: v128,
    c0: v128, c1: v128, c2: v128, c3: v128, c4: v128, c5: v128, c6: v128, c7: v128,
    c8: v128, c9: v128, c10: v128, c11: v128, c12: v128, c13: v128, c14: v128, c15: v128,
): v128 {
  return v128.xor(f3(x, y, z, c0, c1, c2, c3, c4, c5, c6, c7), v128.and(v, f3(x, y, z, c8, c9, c10, c11, c12, c13, c14, c15)));
}

@inline
function f5(
    x: v128, y: v128, z: v128, v: v128, w: v128,
    c0: v128, c1: v128, c2: v128, c3: v128, c4: v128, c5: v128, c6: v128, c7: v128,
    c8: v128, c9: v128, c10: v128, c11: v128, c12: v128, c13: v128, c14: v128, c15: v128,
    c16: v128, c17: v128, c18: v128, c19: v128, c20: v128, c21: v128, c22: v128, c23: v128,
    c24: v128, c25: v128, c26: v128, c27: v128, c28: v128, c29: v128, c30: v128, c31: v128,
): v128 {
  return v128.xor(f4(x, y, z, v, c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15), v128.and(w, f4(x, y, z, v, c16, c17, c18, c19, c20, c21, c22, c23, c24, c25, c26, c27, c28, c29, c30, c31)));
}

/** Runs the steps of a list for units with 1 neighbour, over `bytes` of each plane. */
export function update1(list: usize, end: usize, noise: usize, bytes: usize): void {
  for (; list < end; list += 8) {
    const step: usize = load<u32>(list);
    const form = i32x4.splat(load<i32>(list, 4));
    const c0 = coefficient(form, 0);
    const c1 = coefficient(form, 1);
    let target: usize = load<u32>(step);
    let p: usize = load<u32>(step, STEP_SOURCES);
    const stop = target + bytes;
    if (noise === 0) {
      const turns = target + (bytes & ~63);
      for (; target < turns; target += 64) {
        v128.store(target, f1(v128.load(p), c0, c1));
        v128.store(target, f1(v128.load(p, 16), c0, c1), 16);
        v128.store(target, f1(v128.load(p, 32), c0, c1), 32);
        v128.store(target, f1(v128.load(p, 48), c0, c1), 48);
        p += 64;
      }
      for (; target < stop; target += 16) {
        v128.store(target, f1(v128.load(p), c0, c1));
        p += 16;
      }
    } else {
      let flip = noise + <usize>load<u32>(step, STEP_NOISE);
      const turns = target + (bytes & ~63);
      for (; target < turns; target += 64) {
        v128.store(target, v128.xor(v128.load(flip), f1(v128.load(p), c0, c1)));
        v128.store(target, v128.xor(v128.load(flip, 16), f1(v128.load(p, 16), c0, c1)), 16);
        v128.store(target, v128.xor(v128.load(flip, 32), f1(v128.load(p, 32), c0, c1)), 32);
        v128.store(target, v128.xor(v128.load(flip, 48), f1(v128.load(p, 48), c0, c1)), 48);
        flip += 64;
        p += 64;
      }
      for (; target < stop; target += 16) {
        v128.store(target, v128.xor(v128.load(flip), f1(v128.load(p), c0, c1)));
        flip += 16;
        p += 16;
      }
    }
  }
}

/** Runs the steps of a list for units with 2 neighbours, over `bytes` of each plane. */
export function update2(list: usize, end: usize, noise: usize, bytes: usize): void {
  for (; list < end; list += 8) {
    const step: usize = load<u32>(list);
    const form = i32x4.splat(load<i32>(list, 4));
    const c0 = coefficient(form, 0);
    const c1 = coefficient(form, 1);
    const c2 = coefficient(form, 2);
    const c3 = coefficient(form, 3);
    let target: usize = load<u32>(step);
    let p: usize = load<u32>(step, STEP_SOURCES);
    let q: usize = load<u32>(step, STEP_SOURCES + 4);
    const stop = target + bytes;
    if (noise === 0) {
      const turns = target + (bytes & ~63);
      for (; target < turns; target += 64) {
        v128.store(target, f2(v128.load(p), v128.load(q), c0, c1, c2, c3));
        v128.store(target, f2(v128.load(p, 16), v128.load(q, 16), c0, c1, c2, c3), 16);
        v128.store(target, f2(v128.load(p, 32), v128.load(q, 32), c0, c1, c2, c3), 32);
        v128.store(target, f2(v128.load(p, 48), v128.load(q, 48), c0, c1, c2, c3), 48);
        p += 64;
        q += 64;
      }
      for (; target < stop; target += 16) {
        v128.store(target, f2(v128.load(p), v128.load(q), c0, c1, c2, c3));
        p += 16;
        q += 16;
      }
    } else {
      let flip = noise + <usize>load<u32>(step, STEP_NOISE);
      const turns = target + (bytes & ~63);
      for (; target < turns; target += 64) {
        v128.store(target, v128.xor(v128.load(flip), f2(v128.load(p), v128.load(q), c0, c1, c2, c3)));
        v128.store(target, v128.xor(v128.load(flip, 16), f2(v128.load(p, 16), v128.load(q, 16), c0, c1, c2, c3)), 16);
        v128.store(target, v128.xor(v128.load(flip, 32), f2(v128.load(p, 32), v128.load(q, 32), c0, c1, c2, c3)), 32);
        v128.store(target, v128.xor(v128.load(flip, 48), f2(v128.load(p, 48), v128.load(q, 48), c0, c1, c2, c3)), 48);
        flip += 64;
        p += 64;
        q += 64;
      }
      for (; target < stop; target += 16) {
        v128.store(target, v128.xor(v128.load(flip), f2(v128.load(p), v128.load(q), c0, c1, c2, c3)));
        flip += 16;
        p += 16;
        q += 16;
      }
    }
  }
}

/** Runs the steps of a list for units with 3 neighbours, over `bytes` of each plane. */
export function update3(list: usize, end: usize, noise: usize, bytes: usize): void {
  for (; list < end; list += 8) {
    const step: usize = load<u32>(list);
    const form = i32x4.splat(load<i32>(list, 4));
    const c0 = coefficient(form, 0);
    const c1 = coefficient(form, 1);
    const c2 = coefficient(form, 2);
    const c3 = coefficient(form, 3);
    const c4 = coefficient(form, 4);
    const c5 = coefficient(form, 5);
    const c6 = coefficient(form, 6);
    const c7 = coefficient(form, 7);
    let target: usize = load<u32>(step);
    let p: usize = load<u32>(step, STEP_SOURCES);
    let q: usize = load<u32>(step, STEP_SOURCES + 4);
    let r: usize = load<u32>(step, STEP_SOURCES + 8);
    const stop = target + bytes;
    if (noise === 0) {
      const turns = target + (bytes & ~63);
      for (; target < turns; target += 64) {
        v128.store(target, f3(v128.load(p), v128.load(q), v128.load(r), c0, c1, c2, c3, c4, c5, c6, c7));
        v128.store(target, f3(v128.load(p, 16), v128.load(q, 16), v128.load(r, 16), c0, c1, c2, c3, c4, c5, c6, c7), 16);
        v128.store(target, f3(v128.load(p, 32), v128.load(q, 32), v128.load(r, 32), c0, c1, c2, c3, c4, c5, c6, c7), 32);
        v128.store(target, f3(v128.load(p, 48), v128.load(q, 48), v128.load(r, 48), c0, c1, c2, c3, c4, c5, c6, c7), 48);
        p += 64;
        q += 64;
        r += 64;
      }
      for (; target < stop; target += 16) {
        v128.store(target, f3(v128.load(p), v128.load(q), v128.load(r), c0, c1, c2, c3, c4, c5, c6, c7));
        p += 16;
        q += 16;
        r += 16;
      }
    } else {
      let flip = noise + <usize>load<u32>(step, STEP_NOISE);
      const turns = target + (bytes & ~63);
      for (; target < turns; target += 64) {
        v128.store(target, v128.xor(v128.load(flip), f3(v128.load(p), v128.load(q), v128.load(r), c0, c1, c2, c3, c4, c5, c6, c7)));
        v128.store(target, v128.xor(v128.load(flip, 16), f3(v128.load(p, 16), v128.load(q, 16), v128.load(r, 16), c0, c1, c2, c3, c4, c5, c6, c7)), 16);
        v128.store(target, v128.xor(v128.load(flip, 32), f3(v128.load(p, 32), v128.load(q, 32), v128.load(r, 32), c0, c1, c2, c3, c4, c5, c6, c7)), 32);
        v128.store(target, v128.xor(v128.load(flip, 48), f3(v128.load(p, 48), v128.load(q, 48), v128.load(r, 48), c0, c1, c2, c3, c4, c5, c6, c7)), 48);
        flip += 64;
        p += 64;
        q += 64;
        r += 64;
      }
      for (; target < stop; target += 16) {
        v128.store(target, v128.xor(v128.load(flip), f3(v128.load(p), v128.load(q), v128.load(r), c0, c1, c2, c3, c4, c5, c6, c7)));
        flip += 16;
        p += 16;
        q += 16;
        r += 16;
      }
    }
  }
}

/** Runs the steps of a list for units with 4 neighbours, over `bytes` of each plane. */
export function update4(list: usize, end: usize, noise: usize, bytes: usize): void {
  for (; list < end; list += 8) {
    const step: usize = load<u32>(list);
    const form = i32x4.splat(load<i32>(list, 4));
    const c0 = coefficient(form, 0);
    const c1 = coefficient(form, 1);
    const c2 = coefficient(form, 2);
    const c3 = coefficient(form, 3);
    const c4 = coefficient(form, 4);
    const c5 = coefficient(form, 5);
    const c6 = coefficient(form, 6);
    const c7 = coefficient(form, 7);
    const c8 = coefficient(form, 8);
    const c9 = coefficient(form, 9);
    const c10 = coefficient(form, 10);
    const c11 = coefficient(form, 11);
    const c12 = coefficient(form, 12);
    const c13 = coefficient(form, 13);
    const c14 = coefficient(form, 14);
    const c15 = coefficient(form, 15);
    let target: usize = load<u32>(step);
    let p: usize = load<u32>(step, STEP_SOURCES);
    let q: usize = load<u32>(step, STEP_SOURCES + 4);
    let r: usize = load<u32>(step, STEP_SOURCES + 8);
    let s: usize = load<u32>(step, STEP_SOURCES + 12);
    const stop = target + bytes;
    if (noise === 0) {
      const turns = target + (bytes & ~31);
      for (; target < turns; target += 32) {
        v128.store(target, f4(v128.load(p), v128.load(q), v128.load(r), v128.load(s), c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15));
        v128.store(target, f4(v128.load(p, 16), v128.load(q, 16), v128.load(r, 16), v128.load(s, 16), c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15), 16);
        p += 32;
        q += 32;
        r += 32;
        s += 32;
      }
      for (; target < stop; target += 16) {
        v128.store(target, f4(v128.load(p), v128.load(q), v128.load(r), v128.load(s), c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15));
        p += 16;
        q += 16;
        r += 16;
        s += 16;
      }
    } else {
      let flip = noise + <usize>load<u32>(step, STEP_NOISE);
      const turns = target + (bytes & ~31);
      for (; target < turns; target += 32) {
        v128.store(target, v128.xor(v128.load(flip), f4(v128.load(p), v128.load(q), v128.load(r), v128.load(s), c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15)));
        v128.store(target, v128.xor(v128.load(flip, 16), f4(v128.load(p, 16), v128.load(q, 16), v128.load(r, 16), v128.load(s, 16), c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15)), 16);
        flip += 32;
        p += 32;
        q += 32;
        r += 32;
        s += 32;
      }
      for (; target < stop; target += 16) {
        v128.store(target, v128.xor(v128.load(flip), f4(v128.load(p), v128.load(q), v128.load(r), v128.load(s), c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15)));
        flip += 16;
        p += 16;
        q += 16;
        r += 16;
        s += 16;
      }
    }
  }
}

/** Runs the steps of a list for units with 5 neighbours, over `bytes` of each plane. */
export function update5(list: usize, end: usize, noise: usize, bytes: usize): void {
  for (; list < end; list += 8) {
    const step: usize = load<u32>(list);
    const form = i32x4.splat(load<i32>(list, 4));
    const c0 = coefficient(form, 0);
    const c1 = coefficient(form, 1);
    const c2 = coefficient(form, 2);
    const c3 = coefficient(form, 3);
    const c4 = coefficient(form, 4);
    const c5 = coefficient(form, 5);
    const c6 = coefficient(form, 6);
    const c7 = coefficient(form, 7);
    const c8 = coefficient(form, 8);
    const c9 = coefficient(form, 9);
    const c10 = coefficient(form, 10);
    const c11 = coefficient(form, 11);
    const c12 = coefficient(form, 12);
    const c13 = coefficient(form, 13);
    const c14 = coefficient(form, 14);
    const c15 = coefficient(form, 15);
    const c16 = coefficient(form, 16);
    const c17 = coefficient(form, 17);
    const c18 = coefficient(form, 18);
    const c19 = coefficient(form, 19);
    const c20 = coefficient(form, 20);
    const c21 = coefficient(form, 21);
    const c22 = coefficient(form, 22);
    const c23 = coefficient(form, 23);
    const c24 = coefficient(form, 24);
    const c25 = coefficient(form, 25);
    const c26 = coefficient(form, 26);
    const c27 = coefficient(form, 27);
    const c28 = coefficient(form, 28);
    const c29 = coefficient(form, 29);
    const c30 = coefficient(form, 30);
    const c31 = coefficient(form, 31);
    let target: usize = load<u32>(step);
    let p: usize = load<u32>(step, STEP_SOURCES);
    let q: usize = load<u32>(step, STEP_SOURCES + 4);
    let r: usize = load<u32>(step, STEP_SOURCES + 8);
    let s: usize = load<u32>(step, STEP_SOURCES + 12);
    let t: usize = load<u32>(step, STEP_SOURCES + 16);
    const stop = target + bytes;
    if (noise === 0) {
      for (; target < stop; target += 16) {
        v128.store(target, f5(v128.load(p), v128.load(q), v128.load(r), v128.load(s), v128.load(t), c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, c20, c21, c22, c23, c24, c25, c26, c27, c28, c29, c30, c31));
        p += 16;
        q += 16;
        r += 16;
        s += 16;
        t += 16;
      }
    } else {
      let flip = noise + <usize>load<u32>(step, STEP_NOISE);
      for (; target < stop; target += 16) {
        v128.store(target, v128.xor(v128.load(flip), f5(v128.load(p), v128.load(q), v128.load(r), v128.load(s), v128.load(t), c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, c20, c21, c22, c23, c24, c25, c26, c27, c28, c29, c30, c31)));
        flip += 16;
        p += 16;
        q += 16;
        r += 16;
        s += 16;
        t += 16;
      }
    }
  }
}

/** The steps of a list, for units with `neighbours` neighbours. */
export function update(neighbours: i32, list: usize, end: usize, noise: usize, bytes: usize): void {
  if (neighbours === 3) update3(list, end, noise, bytes);
  else if (neighbours === 1) update1(list, end, noise, bytes);
  else if (neighbours === 2) update2(list, end, noise, bytes);
  else if (neighbours === 4) update4(list, end, noise, bytes);
  else update5(list, end, noise, bytes);
}
