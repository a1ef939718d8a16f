import type { Form } from './form.js';
import { vectorType } from './table-code.js';

const COMPONENTS = 'xyzw';

/**
 * What counts: `ones(x)`, 1 bits of a thread's words; `total(n)`, the sum of what the threads that count together found;
 * `pour(cell, n)`, which adds a total to the genotype's counts, once for these threads; `drop(cell)`, which adds one sample
 * of this thread.
 *
 * With subgroups these are the threads of a subgroup, if all of them work on one genotype (`isWhole`), and the first of
 * them pours: otherwise every thread stands alone, and 32 of them meet at the same cell.
 */
export function countingCode({ vector, sums, reduce }: Form): string {
  const parts = Array.from({ length: vector }, (_, i) => `c.${COMPONENTS[i]}`);
  const at = `&${sums === 'workgroup' ? 'sums' : 'result'}[sumsAt + cell]`;
  return `
  var<private> sumsAt : i32;
  var<private> isWhole = false;
  var<private> pours = true;
  fn ones(x : ${vectorType(vector)}) -> i32 {
    let c = countOneBits(x);
    return ${vector === 1 ? 'c' : parts.join(' + ')};
  }
  fn total(n : i32) -> i32 { ${reduce === 'subgroups' ? 'return select(n, subgroupAdd(n), isWhole);' : 'return n;'} }
  fn pour(cell : i32, n : i32) {
    if (pours && n != 0) { atomicAdd(${at}, n); }
  }
  fn drop(cell : i32) { atomicAdd(${at}, 1); }
  fn pourTwoBits(cell : i32, samples : i32, a : i32, b : i32, both : i32) {
    pour(cell, samples - a - b + both);
    pour(cell + 1, a - both);
    pour(cell + 2, b - both);
    pour(cell + 3, both);
  }
`;
}

/** Statements that find out which threads count together. */
export function togetherCode({ reduce }: Form): string {
  if (reduce === 'atomics') return '';
  return `isWhole = subgroupAll(row == subgroupBroadcastFirst(row));
    pours = !isWhole || subgroupElect();`;
}

/** Directives in front of a shader that counts so. Its subgroup operations are met by all threads of a workgroup. */
export const SUBGROUP_DIRECTIVES = 'enable subgroups;\ndiagnostic(off, subgroup_uniformity);\n';

/**
 * Statements that put the symbols of a thread's words together, sample by sample, and count them from cell `offset` on:
 * where there are many cells most of them are empty.
 */
export function symbolsCode(offset: number, bits: readonly string[], vector: number): string {
  const drops = Array.from({ length: vector }, (_, i) => {
    const terms = bits.map((bit, b) => `(((${wordOf(bit, i, vector)} >> sample) & 1) << ${b}u)`);
    return `drop(${offset} + (${terms.join(' | ')}));`;
  });
  return `if (real != 0) { for (var sample = 0u; sample < 32u; sample++) { ${drops.join(' ')} } }`;
}

/** The same where the bits are the slots behind `records[at]`, for any number of them: eight samples at once. */
export function symbolsOfRecordsCode(offset: string, bits: string, at: string, vector: number): string {
  const taken = (from: number): string => {
    const shifts = [0, 1, 2, 3].map((i) => `${from + i}u`).join(', ');
    return `((vec4<i32>(w) >> (vec4<u32>(sample) + vec4<u32>(${shifts}))) & vec4<i32>(1)) << vec4<u32>(u32(bit))`;
  };
  const drops = ['low', 'high'].flatMap((half) => [...COMPONENTS].map((c) => `drop(${offset} + ${half}.${c});`));
  return `if (real != 0) {
          for (var i = 0; i < ${vector}; i++) {
            for (var sample = 0u; sample < 32u; sample += 8u) {
              var low = vec4<i32>(0);
              var high = vec4<i32>(0);
              for (var bit = 0; bit < ${bits}; bit++) {
                let x = load(records[${at} + bit]);
                let w = ${vector === 1 ? 'x' : 'x[i]'};
                low |= ${taken(0)};
                high |= ${taken(4)};
              }
              ${drops.join(' ')}
            }
          }
        }`;
}

/** Word `i` of a thread's words. */
export function wordOf(value: string, i: number, vector: number): string {
  return vector === 1 ? value : `${value}.${COMPONENTS[i]}`;
}
