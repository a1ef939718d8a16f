/** What a class is called: the input followed, with `!` where it is all that the table is; `tie`; or `weak`. */
export type ClassName = string;

/** The class of a table by its definition: correlations as means over all indices, in floating point. */
export function classByHand(table: number, neighbourCount: number): ClassName {
  const indices = Array.from({ length: 2 ** neighbourCount }, (_, x) => x);
  const correlations = Array.from({ length: neighbourCount }, (_, j) => {
    const signs = indices.map((x) => (Math.floor(table / 2 ** x) % 2 === Math.floor(x / 2 ** j) % 2 ? 1 : -1));
    return Math.abs(signs.reduce<number>((sum, sign) => sum + sign, 0) / indices.length);
  });
  const largest = Math.max(...correlations);
  if (largest < 0.5) return 'weak';
  const followed = correlations.flatMap((c, j) => (c === largest ? [j] : []));
  return followed.length > 1 ? 'tie' : `${followed[0]}${largest === 1 ? '!' : ''}`;
}

/** Names of the classes in the order of their numbers. */
export function classNames(neighbourCount: number): ClassName[] {
  return [...Array.from({ length: neighbourCount }, (_, j) => [`${j}`, `${j}!`]).flat(), 'tie', 'weak'];
}
