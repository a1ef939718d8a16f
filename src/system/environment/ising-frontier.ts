/** A rectangular field of ±1 spins with free boundaries: P(s) ∝ exp(coupling · Σ over neighbouring pairs of s_i s_j). */
export interface IsingField {
  readonly rows: number;
  readonly columns: number;
  readonly coupling: number;
}

/**
 * The order in which a field is drawn: line by line across its shorter side (column by column where rows ≤ columns), so
 * that what lies ahead depends on the spins drawn only through the last `width` of them, the frontier.
 */
export interface FrontierOrder {
  /** Sites of a line, the shorter side. */
  readonly width: number;
  readonly siteCount: number;
  /** Row-major index in the field of the k-th site drawn. */
  element(k: number): number;
}

export function frontierOrder({ rows, columns }: IsingField): FrontierOrder {
  const width = Math.min(rows, columns);
  const byColumn = rows <= columns;
  return {
    width,
    siteCount: rows * columns,
    element(k) {
      const line = Math.floor(k / width);
      const place = k % width;
      return byColumn ? place * columns + line : line * columns + place;
    },
  };
}

/** log(e^a + e^b) without overflow. */
function logSum(a: number, b: number): number {
  return Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));
}

/**
 * P(the k-th spin is +1 | the spins drawn before it) as thresholds for a uniform 32-bit word w, which sets the spin to
 * +1 where w < threshold: `Float64Array [k][frontier]`, integers in [0, 2^32].
 *
 * Bit a of a frontier is the last spin drawn at place a of a line: of the present line before place k mod width, of the
 * line before from there on; bits of a line before the first are not looked at. The thresholds come from backward
 * messages of the site-by-site transfer matrix (Kramers & Wannier 1941): message k is the log of the summed weight of
 * all bonds that sites k, k + 1, … close, given the frontier. Exact up to the 2^-33 of rounding to 32 bits.
 */
export function isingThresholds(field: IsingField): Float64Array {
  const { width, siteCount } = frontierOrder(field);
  const states = 2 ** width;
  const thresholds = new Float64Array(siteCount * states);
  let ahead = new Float64Array(states);
  for (let k = siteCount - 1; k >= 0; k--) {
    const place = k % width;
    const bit = 1 << place;
    const message = new Float64Array(states);
    for (let frontier = 0; frontier < states; frontier++) {
      let neighbours = 0;
      if (place > 0) neighbours += (frontier >>> (place - 1)) & 1 ? 1 : -1;
      if (k >= width) neighbours += frontier & bit ? 1 : -1;
      const up = field.coupling * neighbours + ahead[frontier | bit]!;
      const down = -field.coupling * neighbours + ahead[frontier & ~bit]!;
      message[frontier] = logSum(up, down);
      thresholds[k * states + frontier] = Math.round(0x100000000 / (1 + Math.exp(down - up)));
    }
    // Only differences matter; small numbers keep their digits.
    ahead = message.map((value) => value - message[0]!);
  }
  return thresholds;
}
