/**
 * Which cell each value falls into once values are cut at their own sample quantiles, `Uint8Array [sample]`: at
 * sorted[⌊k n / cells⌋] for k = 1 … cells − 1, a cut belonging to the cell above it. Equal values fall together, so values
 * of which there are few kinds fill fewer cells; what is monotone in a value leaves its cells as they are.
 *
 * @param values finite
 * @param cells 2 to 64
 */
export function quantileCells(values: ArrayLike<number>, cells: number): Uint8Array {
  const sorted = Float64Array.from(values).sort();
  const cuts = Float64Array.from(
    { length: cells - 1 },
    (_, k) => sorted[Math.floor(((k + 1) * sorted.length) / cells)]!,
  );
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
