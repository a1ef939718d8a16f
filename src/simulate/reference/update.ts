/**
 * Updates one unit for `words` × 32 samples at once: writes the plane at offset `target` of `state` from the planes that
 * begin at offsets `sources[at]` … `sources[at + K − 1]`. The target may be one of the sources: a word is written after it
 * is read.
 *
 * @param form the unit's table as Reed–Muller coefficients, from reedMuller
 */
export type Update = (
  state: Int32Array,
  target: number,
  sources: Int32Array,
  at: number,
  form: number,
  words: number,
) => void;

/** Coefficient `index` of a form as a mask over all 32 samples of a word: 0 or −1. */
const mask = (form: number, index: number): number => -((form >>> index) & 1);

/** K = 1. */
const update1: Update = (state, target, sources, at, form, words) => {
  const p = sources[at]!;
  const c0 = mask(form, 0);
  const c1 = mask(form, 1);
  for (let i = 0; i < words; i++) state[target + i] = c0 ^ (c1 & state[p + i]!);
};

/** K = 2. */
const update2: Update = (state, target, sources, at, form, words) => {
  const p = sources[at]!;
  const q = sources[at + 1]!;
  const c0 = mask(form, 0);
  const c1 = mask(form, 1);
  const c2 = mask(form, 2);
  const c3 = mask(form, 3);
  for (let i = 0; i < words; i++) {
    const x = state[p + i]!;
    const y = state[q + i]!;
    state[target + i] = c0 ^ (c1 & x) ^ (y & (c2 ^ (c3 & x)));
  }
};

/** K = 3. */
const update3: Update = (state, target, sources, at, form, words) => {
  const p = sources[at]!;
  const q = sources[at + 1]!;
  const r = sources[at + 2]!;
  const c0 = mask(form, 0);
  const c1 = mask(form, 1);
  const c2 = mask(form, 2);
  const c3 = mask(form, 3);
  const c4 = mask(form, 4);
  const c5 = mask(form, 5);
  const c6 = mask(form, 6);
  const c7 = mask(form, 7);
  for (let i = 0; i < words; i++) {
    const x = state[p + i]!;
    const y = state[q + i]!;
    const z = state[r + i]!;
    state[target + i] = c0 ^ (c1 & x) ^ (y & (c2 ^ (c3 & x))) ^ (z & (c4 ^ (c5 & x) ^ (y & (c6 ^ (c7 & x)))));
  }
};

/** K = 4. */
const update4: Update = (state, target, sources, at, form, words) => {
  const p = sources[at]!;
  const q = sources[at + 1]!;
  const r = sources[at + 2]!;
  const s = sources[at + 3]!;
  const c0 = mask(form, 0);
  const c1 = mask(form, 1);
  const c2 = mask(form, 2);
  const c3 = mask(form, 3);
  const c4 = mask(form, 4);
  const c5 = mask(form, 5);
  const c6 = mask(form, 6);
  const c7 = mask(form, 7);
  const c8 = mask(form, 8);
  const c9 = mask(form, 9);
  const c10 = mask(form, 10);
  const c11 = mask(form, 11);
  const c12 = mask(form, 12);
  const c13 = mask(form, 13);
  const c14 = mask(form, 14);
  const c15 = mask(form, 15);
  for (let i = 0; i < words; i++) {
    const x = state[p + i]!;
    const y = state[q + i]!;
    const z = state[r + i]!;
    const v = state[s + i]!;
    const f0 = c0 ^ (c1 & x) ^ (y & (c2 ^ (c3 & x))) ^ (z & (c4 ^ (c5 & x) ^ (y & (c6 ^ (c7 & x)))));
    const f1 = c8 ^ (c9 & x) ^ (y & (c10 ^ (c11 & x))) ^ (z & (c12 ^ (c13 & x) ^ (y & (c14 ^ (c15 & x)))));
    state[target + i] = f0 ^ (v & f1);
  }
};

/** K = 5. */
const update5: Update = (state, target, sources, at, form, words) => {
  const p = sources[at]!;
  const q = sources[at + 1]!;
  const r = sources[at + 2]!;
  const s = sources[at + 3]!;
  const t = sources[at + 4]!;
  const c0 = mask(form, 0);
  const c1 = mask(form, 1);
  const c2 = mask(form, 2);
  const c3 = mask(form, 3);
  const c4 = mask(form, 4);
  const c5 = mask(form, 5);
  const c6 = mask(form, 6);
  const c7 = mask(form, 7);
  const c8 = mask(form, 8);
  const c9 = mask(form, 9);
  const c10 = mask(form, 10);
  const c11 = mask(form, 11);
  const c12 = mask(form, 12);
  const c13 = mask(form, 13);
  const c14 = mask(form, 14);
  const c15 = mask(form, 15);
  const c16 = mask(form, 16);
  const c17 = mask(form, 17);
  const c18 = mask(form, 18);
  const c19 = mask(form, 19);
  const c20 = mask(form, 20);
  const c21 = mask(form, 21);
  const c22 = mask(form, 22);
  const c23 = mask(form, 23);
  const c24 = mask(form, 24);
  const c25 = mask(form, 25);
  const c26 = mask(form, 26);
  const c27 = mask(form, 27);
  const c28 = mask(form, 28);
  const c29 = mask(form, 29);
  const c30 = mask(form, 30);
  const c31 = mask(form, 31);
  for (let i = 0; i < words; i++) {
    const x = state[p + i]!;
    const y = state[q + i]!;
    const z = state[r + i]!;
    const v = state[s + i]!;
    const w = state[t + i]!;
    const f0 = c0 ^ (c1 & x) ^ (y & (c2 ^ (c3 & x))) ^ (z & (c4 ^ (c5 & x) ^ (y & (c6 ^ (c7 & x)))));
    const f1 = c8 ^ (c9 & x) ^ (y & (c10 ^ (c11 & x))) ^ (z & (c12 ^ (c13 & x) ^ (y & (c14 ^ (c15 & x)))));
    const f2 = c16 ^ (c17 & x) ^ (y & (c18 ^ (c19 & x))) ^ (z & (c20 ^ (c21 & x) ^ (y & (c22 ^ (c23 & x)))));
    const f3 = c24 ^ (c25 & x) ^ (y & (c26 ^ (c27 & x))) ^ (z & (c28 ^ (c29 & x) ^ (y & (c30 ^ (c31 & x)))));
    state[target + i] = f0 ^ (v & f1) ^ (w & (f2 ^ (v & f3)));
  }
};

/** The update of units with K neighbours, 1 ≤ K ≤ 5. */
export function updateOf(neighbourCount: number): Update {
  return [update1, update2, update3, update4, update5][neighbourCount - 1]!;
}

/** Flips the plane at offset `target` of `state` wherever the noise plane at offset `from` of `noise` has a 1. */
export function flipPlane(state: Int32Array, target: number, noise: Uint32Array, from: number, words: number): void {
  for (let i = 0; i < words; i++) state[target + i]! ^= noise[from + i]!;
}
