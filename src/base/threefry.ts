/** A 128-bit key or counter as four 32-bit words, least significant first. */
export type Words4 = readonly [number, number, number, number];

/** Key-schedule parity constant of Threefry-4x32 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"). */
const PARITY = 0x1bd11bda;

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/**
 * Threefry-4x32-20: 128 random bits as a pure function of counter and key, written into `out[0..3]`.
 *
 * Twenty rounds, a key injection after every fourth (Salmon et al. 2011, section 4.2; rotation distances from Table 5).
 * Writes into a buffer that the caller owns and keeps everything in scalars, since this is the innermost loop of
 * everything random.
 */
export function threefry(key: Words4, c0: number, c1: number, c2: number, c3: number, out: Uint32Array): void {
  // The five words of the key schedule; each injection adds the next four of them, cyclically. `| 0` keeps them integers
  // in the machine's sense, which makes the whole function twice as fast.
  let k0 = key[0] | 0;
  let k1 = key[1] | 0;
  let k2 = key[2] | 0;
  let k3 = key[3] | 0;
  let k4 = PARITY ^ k0 ^ k1 ^ k2 ^ k3;
  let x0 = (c0 + k0) | 0;
  let x1 = (c1 + k1) | 0;
  let x2 = (c2 + k2) | 0;
  let x3 = (c3 + k3) | 0;
  for (let injection = 1; injection <= 5; injection++) {
    if ((injection & 1) === 1) {
      x0 = (x0 + x1) | 0;
      x1 = rotate(x1, 10) ^ x0;
      x2 = (x2 + x3) | 0;
      x3 = rotate(x3, 26) ^ x2;
      x0 = (x0 + x3) | 0;
      x3 = rotate(x3, 11) ^ x0;
      x2 = (x2 + x1) | 0;
      x1 = rotate(x1, 21) ^ x2;
      x0 = (x0 + x1) | 0;
      x1 = rotate(x1, 13) ^ x0;
      x2 = (x2 + x3) | 0;
      x3 = rotate(x3, 27) ^ x2;
      x0 = (x0 + x3) | 0;
      x3 = rotate(x3, 23) ^ x0;
      x2 = (x2 + x1) | 0;
      x1 = rotate(x1, 5) ^ x2;
    } else {
      x0 = (x0 + x1) | 0;
      x1 = rotate(x1, 6) ^ x0;
      x2 = (x2 + x3) | 0;
      x3 = rotate(x3, 20) ^ x2;
      x0 = (x0 + x3) | 0;
      x3 = rotate(x3, 17) ^ x0;
      x2 = (x2 + x1) | 0;
      x1 = rotate(x1, 11) ^ x2;
      x0 = (x0 + x1) | 0;
      x1 = rotate(x1, 25) ^ x0;
      x2 = (x2 + x3) | 0;
      x3 = rotate(x3, 10) ^ x2;
      x0 = (x0 + x3) | 0;
      x3 = rotate(x3, 18) ^ x0;
      x2 = (x2 + x1) | 0;
      x1 = rotate(x1, 20) ^ x2;
    }
    const spent = k0;
    k0 = k1;
    k1 = k2;
    k2 = k3;
    k3 = k4;
    k4 = spent;
    x0 = (x0 + k0) | 0;
    x1 = (x1 + k1) | 0;
    x2 = (x2 + k2) | 0;
    x3 = (x3 + k3 + injection) | 0;
  }
  out[0] = x0;
  out[1] = x1;
  out[2] = x2;
  out[3] = x3;
}
