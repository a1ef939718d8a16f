/** How many carry a variable, outside and inside. */
export interface Redundancy {
  /** Indices of the other variables that share more than the threshold with it. */
  readonly sharing: readonly number[];
  /** Indices of the read ports that carry more than the threshold of it. */
  readonly carrying: readonly number[];
}

/**
 * For each variable who tells of it: a variable of which many others are copies outside, against one that many ports carry
 * inside.
 *
 * @param outside `[variable][variable]`, bits; null, which counts as nothing shared, where it is not known
 * @param inside `[variable][port]`, bits
 * @param thresholds `outside` in bits, and `inside` `[variable][port]` in bits: what is more than it counts
 */
export function redundancy(
  outside: readonly (readonly (number | null)[])[],
  inside: readonly (readonly number[])[],
  thresholds: { readonly outside: number; readonly inside: readonly (readonly number[])[] },
): Redundancy[] {
  const places = (flags: readonly boolean[]): number[] => flags.flatMap((flag, place) => (flag ? [place] : []));
  return outside.map((shared, variable) => ({
    sharing: places(shared.map((bits, other) => other !== variable && bits !== null && bits > thresholds.outside)),
    carrying: places(inside[variable]!.map((bits, port) => bits > thresholds.inside[variable]![port]!)),
  }));
}
