/** A 128-bit key or counter as four 32-bit words, least significant first. */
export type Words4 = readonly [number, number, number, number];

/** Key-schedule parity constant of Threefry-4x32 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"). */
const PARITY = 0x1bd11bda;

/** Rotation distances of Threefry-4x32, two per round, repeating after eight rounds (Salmon et al. 2011, Table 5). */
const ROTATIONS = [10, 26, 11, 21, 13, 27, 23, 5, 6, 20, 17, 11, 25, 10, 18, 20] as const;

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/**
 * Threefry-4x32-20: 128 random bits as a pure function of counter and key, written into `out[0..3]`.
 *
 * Twenty rounds, a key injection after every fourth (Salmon et al. 2011, section 4.2). Writes into a buffer that the
 * caller owns, since this is the innermost loop of everything random.
 */
export function threefry(key: Words4, c0: number, c1: number, c2: number, c3: number, out: Uint32Array): void {
  const schedule0 = key[0];
  const schedule1 = key[1];
  const schedule2 = key[2];
  const schedule3 = key[3];
  const schedule4 = PARITY ^ schedule0 ^ schedule1 ^ schedule2 ^ schedule3;
  const schedule = [schedule0, schedule1, schedule2, schedule3, schedule4] as const;
  let x0 = (c0 + schedule0) | 0;
  let x1 = (c1 + schedule1) | 0;
  let x2 = (c2 + schedule2) | 0;
  let x3 = (c3 + schedule3) | 0;
  for (let injection = 1; injection <= 5; injection++) {
    const r = (injection & 1) === 1 ? 0 : 8;
    x0 = (x0 + x1) | 0;
    x1 = rotate(x1, ROTATIONS[r]!) ^ x0;
    x2 = (x2 + x3) | 0;
    x3 = rotate(x3, ROTATIONS[r + 1]!) ^ x2;
    x0 = (x0 + x3) | 0;
    x3 = rotate(x3, ROTATIONS[r + 2]!) ^ x0;
    x2 = (x2 + x1) | 0;
    x1 = rotate(x1, ROTATIONS[r + 3]!) ^ x2;
    x0 = (x0 + x1) | 0;
    x1 = rotate(x1, ROTATIONS[r + 4]!) ^ x0;
    x2 = (x2 + x3) | 0;
    x3 = rotate(x3, ROTATIONS[r + 5]!) ^ x2;
    x0 = (x0 + x3) | 0;
    x3 = rotate(x3, ROTATIONS[r + 6]!) ^ x0;
    x2 = (x2 + x1) | 0;
    x1 = rotate(x1, ROTATIONS[r + 7]!) ^ x2;
    x0 = (x0 + schedule[injection % 5]!) | 0;
    x1 = (x1 + schedule[(injection + 1) % 5]!) | 0;
    x2 = (x2 + schedule[(injection + 2) % 5]!) | 0;
    x3 = (x3 + schedule[(injection + 3) % 5]! + injection) | 0;
  }
  out[0] = x0;
  out[1] = x1;
  out[2] = x2;
  out[3] = x3;
}
