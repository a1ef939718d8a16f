/**
 * Which cell each value falls into once values are cut at their own sample quantiles, `Uint8Array [sample]`: value v into
 * cell ⌊cells · r⌋, r the middle of the ranks that values equal to v have, as a share of all. So equal values fall together,
 * distinct ones fill cells of equal size, two kinds of values are always told apart, however rare one of them is, and what
 * is monotone in a value leaves its cells as they are.
 *
 * @param values finite
 * @param cells 2 to 64
 */
export function quantileCells(values: ArrayLike<number>, cells: number): Uint8Array {
  const sorted = Float64Array.from(values).sort();
  /** `[k]`: the least value of cell k + 1 or above it. */
  const cuts = new Float64Array(cells - 1).fill(Number.POSITIVE_INFINITY);
  let reached = 0;
  for (let first = 0; first < sorted.length; ) {
    let end = first + 1;
    while (sorted[end] === sorted[first]) end++;
    const cell = Math.floor((cells * (first + end)) / (2 * sorted.length));
    while (reached < cell) cuts[reached++] = sorted[first]!;
    first = end;
  }
  return Uint8Array.from(values, (value) => cellOf(value, cuts));
}

/** Number of cuts at or below a value; cuts ascending. */
function cellOf(value: number, cuts: Float64Array): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cuts[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** One symbol for each sample from the cells of several variables, the first counting least; `radices` of each. */
export function symbolsOf(variables: readonly Uint8Array[], radices: readonly number[], samples: number): Uint16Array {
  const symbols = new Uint16Array(samples);
  let place = 1;
  variables.forEach((cells, v) => {
    for (let s = 0; s < samples; s++) symbols[s]! += place * cells[s]!;
    place *= radices[v]!;
  });
  return symbols;
}
