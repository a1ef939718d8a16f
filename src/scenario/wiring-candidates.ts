import type { Grid } from './grid.js';

/**
 * Sites that a unit could be wired to, at the unit that has fewest: sites other than `#` and itself, at most `radius`
 * rows and columns away, on a torus where `wrap` is set. Infinity without units.
 *
 * Counted for all units at once from sums over rectangles from the corner (Crow 1984), in time proportional to the sites.
 */
export function leastCandidates(
  grid: Grid,
  isUnit: (cell: string) => boolean,
  radius: number | 'all',
  wrap: boolean,
): number {
  const { rows, columns, cells } = grid;
  const width = columns + 1;
  const corner = new Int32Array((rows + 1) * width);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      corner[(row + 1) * width + column + 1] =
        (cells[row * columns + column] === '#' ? 0 : 1) +
        corner[row * width + column + 1]! +
        corner[(row + 1) * width + column]! -
        corner[row * width + column]!;
    }
  }
  let least = Number.POSITIVE_INFINITY;
  for (let row = 0; row < rows; row++) {
    const rowSpans = spans(row, radius, rows, wrap);
    for (let column = 0; column < columns; column++) {
      if (!isUnit(cells[row * columns + column]!)) continue;
      let count = -1;
      for (const [top, bottom] of rowSpans) {
        for (const [left, right] of spans(column, radius, columns, wrap)) {
          count +=
            corner[bottom * width + right]! -
            corner[top * width + right]! -
            corner[bottom * width + left]! +
            corner[top * width + left]!;
        }
      }
      least = Math.min(least, count);
    }
  }
  return least;
}

/** The positions at most `radius` from `centre` on an axis, as one or (where a torus is cut) two half-open ranges. */
function spans(centre: number, radius: number | 'all', length: number, wrap: boolean): [number, number][] {
  if (radius === 'all' || (wrap && 2 * radius + 1 >= length)) return [[0, length]];
  const from = centre - radius;
  const to = centre + radius + 1;
  if (!wrap) return [[Math.max(0, from), Math.min(length, to)]];
  if (from < 0)
    return [
      [0, to],
      [from + length, length],
    ];
  if (to > length)
    return [
      [from, length],
      [0, to - length],
    ];
  return [[from, to]];
}
