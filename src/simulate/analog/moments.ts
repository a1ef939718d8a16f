/**
 * Means and centred second moments of d variables, gathered block by block: each block has its own centre, so that nothing
 * is lost to large means, and blocks are put together by the update of Chan, Golub & LeVeque (1979). The order of sums is
 * that of the samples, whatever else is measured.
 */
export class MomentSums {
  private count = 0;
  private readonly means: Float64Array;
  /** Upper triangle, row-major, of Σ (a − ā)(b − b̄). */
  private readonly products: Float64Array;
  private readonly ofBlock: Float64Array;

  constructor(private readonly variables: number) {
    this.means = new Float64Array(variables);
    this.ofBlock = new Float64Array(variables);
    this.products = new Float64Array((variables * (variables + 1)) / 2);
  }

  clear(): void {
    this.count = 0;
    this.means.fill(0);
    this.products.fill(0);
  }

  /** Adds `length` samples, of which variable i's start at `offsets[i]` of `state`. */
  add(state: Float64Array, offsets: Int32Array, length: number): void {
    const { variables, means, products, ofBlock } = this;
    for (let a = 0; a < variables; a++) ofBlock[a] = meanOf(state, offsets[a]!, length);
    const total = this.count + length;
    const between = (this.count * length) / total;
    let cell = 0;
    for (let a = 0; a < variables; a++) {
      for (let b = a; b < variables; b++) {
        const inside = centredProduct(state, offsets[a]!, ofBlock[a]!, offsets[b]!, ofBlock[b]!, length);
        products[cell++]! += inside + (ofBlock[a]! - means[a]!) * (ofBlock[b]! - means[b]!) * between;
      }
    }
    for (let a = 0; a < variables; a++) means[a]! += ((ofBlock[a]! - means[a]!) * length) / total;
    this.count = total;
  }

  /** Writes the means, then the centred second moments; all NaN where a value was not finite. */
  write(out: Float64Array, at: number): void {
    const { variables, means, products, count } = this;
    const last = at + variables + products.length;
    for (let a = 0; a < variables; a++) out[at + a] = means[a]!;
    for (let cell = 0; cell < products.length; cell++) out[at + variables + cell] = products[cell]! / count;
    for (let place = at; place < last; place++) {
      if (Number.isFinite(out[place])) continue;
      out.fill(Number.NaN, at, last);
      return;
    }
  }
}

function meanOf(state: Float64Array, from: number, length: number): number {
  let sum = 0;
  for (let i = from; i < from + length; i++) sum += state[i]!;
  return sum / length;
}

function centredProduct(
  state: Float64Array,
  a: number,
  meanOfA: number,
  b: number,
  meanOfB: number,
  length: number,
): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += (state[a + i]! - meanOfA) * (state[b + i]! - meanOfB);
  return sum;
}
