/**
 * Positive-polarity Reed–Muller coefficients of a truth table (Reed 1954; Muller 1954): bit m of the result is c_m in
 * f(x) = XOR over subsets m of c_m · AND_{j in m} x_j.
 *
 * So f = f₀ ^ (x_j & f₁) for every input j with f₁ already the difference of the two halves: a multiplexer takes one
 * operation more at each level. The transform is XOR of each table bit with those at all subsets of its index, one input
 * at a time, for tables of up to five inputs.
 */
export function reedMuller(table: number): number {
  let form = table;
  form ^= (form << 1) & 0xaaaaaaaa;
  form ^= (form << 2) & 0xcccccccc;
  form ^= (form << 4) & 0xf0f0f0f0;
  form ^= (form << 8) & 0xff00ff00;
  form ^= (form << 16) & 0xffff0000;
  return form;
}
