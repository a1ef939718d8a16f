/** Levels of a claim that are written down, at most. */
const MOST_LEVELS = 100;

/** So many levels evenly over the list, the first, the last and the one at `kept` among them. */
export function thin<Level>(levels: readonly Level[], kept: number): Level[] {
  if (levels.length <= MOST_LEVELS) return [...levels];
  const step = (levels.length - 1) / (MOST_LEVELS - 2);
  const places = new Set([kept, ...Array.from({ length: MOST_LEVELS - 1 }, (_, i) => Math.round(i * step))]);
  return levels.filter((_, place) => places.has(place));
}
