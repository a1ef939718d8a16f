/**
 * Tables of the exact law have at most 2^16 entries: a strip of twelve rows and a gate of twelve operands need 2^13, and
 * the matrix of 128 elements takes seconds rather than minutes.
 */
export const MOST_FACTOR_ELEMENTS = 16;

/**
 * A non-negative function of some environment elements, one part of their joint law:
 * `table[Σ_i value(elements[i]) << i]`, 2^elements.length entries.
 */
export interface Factor {
  readonly elements: readonly number[];
  /** The element whose law given the others this is, so that it sums to 1 over it; null for an undirected weight. */
  readonly child: number | null;
  readonly table: Float64Array;
}

/**
 * The law of one element given others.
 *
 * @param inputs elements it depends on, repetitions allowed
 * @param probabilityOfOne P(child = 1) given the values of `inputs`, in their order
 */
export function conditional(
  inputs: readonly number[],
  child: number,
  probabilityOfOne: (values: readonly number[]) => number,
): Factor {
  const distinct = [...new Set(inputs)];
  const elements = [child, ...distinct];
  const places = inputs.map((input) => distinct.indexOf(input));
  const table = new Float64Array(2 ** elements.length);
  for (let index = 0; index < 2 ** distinct.length; index++) {
    const one = probabilityOfOne(places.map((place) => (index >>> place) & 1));
    table[2 * index] = 1 - one;
    table[2 * index + 1] = one;
  }
  return { elements, child, table };
}

/** For each index over `scope`, the index over `elements` (a subset of it) that the same values have. */
function projection(scope: readonly number[], elements: readonly number[]): Int32Array {
  const strides = scope.map((element) => {
    const place = elements.indexOf(element);
    return place === -1 ? 0 : 1 << place;
  });
  const at = new Int32Array(2 ** scope.length);
  // Each index is an earlier one with its lowest 1 bit added.
  for (let index = 1; index < at.length; index++) {
    at[index] = at[index & (index - 1)]! + strides[31 - Math.clz32(index & -index)]!;
  }
  return at;
}

/**
 * The product of factors over `scope`, summed down to `kept` and scaled by a power of two, so that long products
 * neither overflow nor lose a digit to the scaling.
 *
 * @param scope all elements of the factors and of `kept`, each once
 */
export function sumProduct(factors: readonly Factor[], scope: readonly number[], kept: readonly number[]): Factor {
  const product = new Float64Array(2 ** scope.length).fill(1);
  for (const { elements, table } of factors) {
    const at = projection(scope, elements);
    for (let index = 0; index < product.length; index++) product[index]! *= table[at[index]!]!;
  }
  const sums = new Float64Array(2 ** kept.length);
  const at = projection(scope, kept);
  for (let index = 0; index < product.length; index++) sums[at[index]!]! += product[index]!;
  let largest = 0;
  for (const sum of sums) largest = Math.max(largest, sum);
  if (largest > 0) {
    const scale = 2 ** Math.min(1023, -Math.floor(Math.log2(largest)));
    for (let index = 0; index < sums.length; index++) sums[index]! *= scale;
  }
  return { elements: kept, child: null, table: sums };
}

/** A table scaled to sum to 1. */
export function normalised(table: Float64Array): Float64Array {
  let sum = 0;
  for (const value of table) sum += value;
  return table.map((value) => value / sum);
}
