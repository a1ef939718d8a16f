/** The law over an island's individuals that moves a trait's mean as selection does, and differs least from uniform. */
export interface LeastTilt {
  /** D = min D(q ‖ uniform) subject to E_q[z] = Σ p z, bits per parent draw, 0 … log2 N. */
  readonly bits: number;
  /** 1 where selection raises the trait's mean, −1 where it lowers it, 0 where the mean stays exactly. */
  readonly direction: -1 | 0 | 1;
  /** λ of the minimiser q ∝ e^(λ z), in nats per unit of the trait; ±∞ where the mean is at the edge of the values. */
  readonly lambda: number;
}

/** Values of a trait closer than this are equal, in bits: what is equal in law may differ by rounding. */
const TIE = 1e-12;

/** The width below which values of a trait between `low` and `high` are one. */
export function tieWidth(low: number, high: number): number {
  return TIE * Math.max(1, Math.abs(low), Math.abs(high));
}

const UNTILTED: LeastTilt = { bits: 0, direction: 0, lambda: 0 };

/** Newton's method takes five or six; a mean close to the edge, one for each factor e that it is closer. */
const MOST_ITERATIONS = 100;

/** The dual's value may be short of its maximum by this part of itself. */
const PRECISION = 1e-13;

/**
 * The least bits of selection, per parent draw, that move a trait's mean as selection moved it. The minimiser is the
 * exponential tilt q ∝ e^(λ z) (Csiszár 1975; Jaynes 1957), λ the one root of a monotone equation; what is reported is
 * the value of the dual λ E_p[z] − ln mean e^(λ z) at the root found, so that an inexact root can only give too little.
 *
 * Exactly 0 for uniform parentage and for a constant trait; values closer than 1e-12 are equal. Where all parents have the largest (or the smallest) value,
 * log2(N / number of individuals that have it). Unchanged by z → a z + b (a < 0 turns the direction).
 *
 * @param trait z, `Float64Array [individual]` of one island
 * @param parentage p, `Float64Array [individual]`, Σ p = 1
 */
export function leastTilt(trait: Float64Array, parentage: Float64Array): LeastTilt {
  const size = trait.length;
  const uniform = 1 / size;
  let [low, high] = [trait[0]!, trait[0]!];
  for (let i = 1; i < size; i++) {
    if (trait[i]! < low) low = trait[i]!;
    else if (trait[i]! > high) high = trait[i]!;
  }
  const range = high - low;
  const tie = tieWidth(low, high);
  let shift = 0;
  for (let i = 0; i < size; i++) shift += (parentage[i]! - uniform) * (trait[i]! - low);
  if (range <= tie || shift === 0) return UNTILTED;

  const direction = shift > 0 ? 1 : -1;
  // Distance from the edge towards which the mean moves, in units of the range: whatever the direction, the tilt is
  // e^(−λ distance) with λ > 0, which never overflows.
  const edge = direction === 1 ? high : low;
  const distance = trait.map((z) => (Math.abs(edge - z) <= tie ? 0 : Math.abs(edge - z) / range));
  let target = 0;
  let atEdge = 0;
  for (let i = 0; i < size; i++) {
    target += parentage[i]! * distance[i]!;
    if (distance[i] === 0) atEdge++;
  }
  if (target === 0) {
    return { bits: Math.log2(size / atEdge), direction, lambda: direction * Number.POSITIVE_INFINITY };
  }
  const { nats, lambda } = solveDual(distance, target);
  return { bits: nats / Math.LN2, direction, lambda: (direction * lambda) / range };
}

/** The maximum over λ ≥ 0 of −λ target − ln mean e^(−λ distance): safeguarded Newton on its derivative's root. */
function solveDual(distance: Float64Array, target: number): { nats: number; lambda: number } {
  const size = distance.length;
  // At λ = 0 the dual is 0: what is reported is never less.
  let best = { nats: 0, lambda: 0 };
  let [below, above] = [0, Number.POSITIVE_INFINITY];
  let lambda = 0;
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    let [s0, s1, s2] = [0, 0, 0];
    for (let i = 0; i < size; i++) {
      const x = distance[i]!;
      const weight = Math.exp(-lambda * x);
      s0 += weight;
      s1 += weight * x;
      s2 += weight * x * x;
    }
    const excess = s1 / s0 - target;
    const variance = s2 / s0 - (s1 / s0) ** 2;
    const nats = -lambda * target - Math.log(s0 / size);
    if (nats > best.nats) best = { nats, lambda };
    // What Newton's step would add to the dual, to second order.
    if (excess * excess <= 2 * PRECISION * best.nats * variance) break;
    if (excess > 0) below = lambda;
    else above = lambda;
    const newton = lambda + excess / variance;
    const next =
      newton > below && newton < above
        ? newton
        : above === Number.POSITIVE_INFINITY
          ? 2 * below + 1
          : (below + above) / 2;
    if (next === lambda) break;
    lambda = next;
  }
  return best;
}
