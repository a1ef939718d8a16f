/** One of several processes that share a sweep, `0 ≤ index < count`. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/**
 * The order in which a process asks for points: its own part of them first, contiguous and as large as all others', then
 * those of the shards after it, so that who is ready helps the others.
 *
 * @param points number of points
 * @returns places `0 … points - 1`, each once
 */
export function claimOrder(points: number, { index, count }: Shard): number[] {
  const first = Math.floor((points * index) / count);
  return Array.from({ length: points }, (_, place) => (first + place) % points);
}
