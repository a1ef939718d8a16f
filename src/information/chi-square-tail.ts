import chiSquareCdf from '@stdlib/stats-base-dists-chisquare-cdf';

/** ln Γ(k/2) for a whole number k ≥ 1, from Γ(a + 1) = a·Γ(a), Γ(1) = 1 and Γ(½) = √π. */
function logGammaOfHalf(k: number): number {
  let sum = k % 2 === 0 ? 0 : Math.log(Math.PI) / 2;
  for (let a = k % 2 === 0 ? 1 : 0.5; a < k / 2; a++) sum += Math.log(a);
  return sum;
}

/** Stands for a zero denominator in Lentz's recurrence. */
const TINY = 1e-300;

/**
 * The continued fraction of Γ(a, x)·e^x·x^−a for x > a + 1, by Lentz's method
 * (Press et al. 2007, Numerical Recipes, section 6.2, equation 6.2.7).
 */
function upperGammaFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let fraction = d;
  let factor = 0;
  for (let i = 1; Math.abs(factor - 1) > 2 * Number.EPSILON; i++) {
    const numerator = -i * (i - a);
    b += 2;
    d = numerator * d + b;
    if (Math.abs(d) < TINY) d = TINY;
    c = b + numerator / c;
    if (Math.abs(c) < TINY) c = TINY;
    d = 1 / d;
    factor = d * c;
    fraction *= factor;
  }
  return fraction;
}

/**
 * P(X ≥ g) for X distributed as χ² with `degreesOfFreedom`, in [0, 1]; 1 for g ≤ 0 and for 0 degrees of freedom.
 *
 * The far tail is computed as such: 1 − cdf would be nothing but rounding below 1e-15 (at 1e-20 it is 0). The relative
 * error is below 1e-11 down to the smallest double, and the value is 0 only where it underflows (g above about 1480).
 */
export function chiSquareUpperTail(g: number, degreesOfFreedom: number): number {
  if (degreesOfFreedom === 0 || g <= 0) return 1;
  const a = degreesOfFreedom / 2;
  const x = g / 2;
  // Up to here the tail holds at least a twelfth of the mass, and the complement loses nothing that matters.
  if (x <= a + 1) return 1 - chiSquareCdf(g, degreesOfFreedom);
  return Math.exp(a * Math.log(x) - x - logGammaOfHalf(degreesOfFreedom)) * upperGammaFraction(a, x);
}
