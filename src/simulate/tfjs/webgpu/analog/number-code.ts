import type { AnalogSpec } from '../../../../scenario/scenario.js';

/** The WGSL type of `vector` numbers side by side. */
export function numbersType(vector: number): string {
  return vector === 1 ? 'f32' : `vec${vector}<f32>`;
}

/**
 * How far `activate` may be from tanh: exp of WGSL is right to (3 + 2|x|) units in the last place (ulp) and division to
 * 2.5. With t = e^(−2a) and y = (1 − t) / (1 + t), |dy/dt| = 2 / (1 + t)², so exp costs 2 (3 + 4a) t / (1 + t)² ulp, which
 * is below 2 for every a ≥ 0.1; sums and quotient cost 3.5. An ulp is 2^−23 of 1.
 */
export const TANH_ERROR = 6 * 2 ** -23;

/**
 * `activate(x)`.
 *
 * WGSL's own tanh overflows to NaN for large arguments on some drivers; and compilers may take it for granted that there
 * is neither NaN nor infinity, so both are told by their bits.
 */
export function activateCode(activation: AnalogSpec['activation'], vector: number): string {
  const type = numbersType(vector);
  const bits = vector === 1 ? 'u32' : `vec${vector}<u32>`;
  if (activation === 'linear') return `fn activate(x : ${type}) -> ${type} { return x; }`;
  if (activation === 'relu') {
    return `
  fn activate(x : ${type}) -> ${type} {
    let word = bitcast<${bits}>(x);
    // Negative numbers and −∞, not what is no number.
    return select(x, ${type}(0.0), (word >= ${bits}(0x80000000u)) & (word <= ${bits}(0xff800000u)));
  }`;
  }
  return `
  fn activate(x : ${type}) -> ${type} {
    let word = bitcast<${bits}>(x);
    // From 9.02 on tanh is 1.
    let size = min(abs(x), ${type}(10.0));
    let t = exp(-2.0 * size);
    let far = (1.0 - t) / (1.0 + t);
    // Near 0 the difference would lose what the series to x⁷ keeps: the next term is below 2^−35 of x.
    let square = size * size;
    let near = size * (1.0 + square * (-1.0 / 3.0 + square * (2.0 / 15.0 - square * (17.0 / 315.0))));
    let y = select(far, near, size < ${type}(0.1));
    let signed = bitcast<${type}>(bitcast<${bits}>(y) | (word & ${bits}(0x80000000u)));
    return select(signed, x, (word & ${bits}(0x7fffffffu)) > ${bits}(0x7f800000u));
  }`;
}
