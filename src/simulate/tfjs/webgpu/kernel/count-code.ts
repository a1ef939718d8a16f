import { vectorType } from './table-code.js';

const COMPONENTS = 'xyzw';

/** `ones(x)`: 1 bits of a thread's words. */
export function onesCode(vector: number): string {
  const parts = Array.from({ length: vector }, (_, i) => `c.${COMPONENTS[i]}`);
  return `
  fn ones(x : ${vectorType(vector)}) -> i32 {
    let c = countOneBits(x);
    return ${vector === 1 ? 'c' : parts.join(' + ')};
  }
`;
}

/** `add(cell, samples)`: to the counts of the thread's genotype; `sumsAt` is where they begin. */
export function addCode(sums: 'workgroup' | 'storage'): string {
  return `
  fn add(cell : i32, samples : i32) {
    if (samples != 0) { atomicAdd(&${sums === 'workgroup' ? 'sums' : 'result'}[sumsAt + cell], samples); }
  }
`;
}

/** Statements that add the cells of two planes to the counts from cell `offset` on: three numbers of 1 bits give four. */
export function twoBitsCode(offset: string, x: string, y: string, vector: number): string {
  return `{
      let a = ones(${x});
      let b = ones(${y});
      let both = ones(${x} & ${y});
      add(${offset}, ${32 * vector} - a - b + both);
      add(${offset} + 1, a - both);
      add(${offset} + 2, b - both);
      add(${offset} + 3, both);
    }`;
}

/**
 * Statements that put the symbols of a thread's words together, sample by sample, and count them from cell `offset` on:
 * where there are many cells most of them are empty.
 */
export function symbolsCode(offset: number, bits: readonly string[], vector: number): string {
  const adds = Array.from({ length: vector }, (_, i) => {
    const terms = bits.map((bit, b) => `(((${wordOf(bit, i, vector)} >> sample) & 1) << ${b}u)`);
    return `add(${offset} + (${terms.join(' | ')}), 1);`;
  });
  return `for (var sample = 0u; sample < 32u; sample++) { ${adds.join(' ')} }`;
}

/** The same where the bits are the slots behind `records[at]`, for any number of them: eight samples at once. */
export function symbolsOfRecordsCode(offset: string, bits: string, at: string, vector: number): string {
  const half = (from: number): string =>
    `((vec4<i32>(w) >> (vec4<u32>(sample) + vec4<u32>(${[0, 1, 2, 3].map((i) => `${from + i}u`).join(', ')}))) & vec4<i32>(1))`;
  const adds = ['low', 'high'].flatMap((half) => [...COMPONENTS].map((c) => `add(${offset} + ${half}.${c}, 1);`));
  return `for (var i = 0; i < ${vector}; i++) {
          for (var sample = 0u; sample < 32u; sample += 8u) {
            var low = vec4<i32>(0);
            var high = vec4<i32>(0);
            for (var bit = 0; bit < ${bits}; bit++) {
              let x = load(records[${at} + bit]);
              let w = ${vector === 1 ? 'x' : 'x[i]'};
              low |= ${half(0)} << vec4<u32>(u32(bit));
              high |= ${half(4)} << vec4<u32>(u32(bit));
            }
            ${adds.join(' ')}
          }
        }`;
}

/** Word `i` of a thread's words. */
export function wordOf(value: string, i: number, vector: number): string {
  return vector === 1 ? value : `${value}.${COMPONENTS[i]}`;
}
