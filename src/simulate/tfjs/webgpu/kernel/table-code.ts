import { type Form, quadsOf } from './form.js';

const COMPONENTS = 'xyzw';

/** The WGSL type of so many words of samples. */
export function vectorType(vector: number): string {
  return vector === 1 ? 'i32' : `vec${vector}<i32>`;
}

/** Reed–Muller coefficients as they stand in the code: of a mask, or one that is known. */
type Coefficient = '0' | '1' | { readonly code: string };

/**
 * A table's output for inputs `x0` … : f₀ ^ (x & f₁) for one input after the other, by Reed–Muller coefficients (Reed
 * 1954; Muller 1954): 2^K − 1 operations, each of them one LOP3 on NVIDIA.
 */
function outputCode(coefficients: readonly Coefficient[], inputs: readonly string[], type: string): string {
  const join = (from: number, level: number): Coefficient => {
    if (level === 0) return coefficients[from]!;
    const x = inputs[level - 1]!;
    const [low, high] = [join(from, level - 1), join(from + (1 << (level - 1)), level - 1)];
    if (high === '0') return low;
    const term = high === '1' ? x : `(${x} & ${codeOf(high, type)})`;
    if (low === '0') return { code: term };
    if (low === '1') return { code: `~${term}` };
    return { code: `(${low.code} ^ ${term})` };
  };
  return codeOf(join(0, inputs.length), type);
}

function codeOf(coefficient: Coefficient, type: string): string {
  if (typeof coefficient === 'object') return coefficient.code;
  return `${type}(${coefficient === '0' ? 0 : -1})`;
}

/** The output of a table that is known when the code is written. */
export function fixedOutputCode(form: number, inputs: readonly string[], type: string): string {
  const coefficients = Array.from({ length: 1 << inputs.length }, (_, index) =>
    ((form >>> index) & 1) === 0 ? '0' : '1',
  );
  return outputCode(coefficients as Coefficient[], inputs, type);
}

/** `reedMuller(table)`, the twin of src/simulate/reference/reed-muller.ts. */
export const REED_MULLER = `
  fn reedMuller(table : i32) -> i32 {
    var form = table;
    form ^= (form << 1u) & bitcast<i32>(0xaaaaaaaau);
    form ^= (form << 2u) & bitcast<i32>(0xccccccccu);
    form ^= (form << 4u) & bitcast<i32>(0xf0f0f0f0u);
    form ^= (form << 8u) & bitcast<i32>(0xff00ff00u);
    form ^= (form << 16u) & bitcast<i32>(0xffff0000u);
    return form;
  }
`;

/** Spreads a table: `spread(at, table)` writes its coefficients as masks from quadruple `at` on. */
export function spreadCode(neighbourCount: number): string {
  const mask = (index: number): string => (index >= 1 << neighbourCount ? '0' : `-((form >> ${index}u) & 1)`);
  const quads = Array.from(
    { length: quadsOf(neighbourCount) },
    (_, quad) => `masks[at + ${quad}] = vec4<i32>(${[0, 1, 2, 3].map((i) => mask(4 * quad + i)).join(', ')});`,
  );
  return `
  fn spread(at : i32, table : i32) {
    let form = reedMuller(table);
    ${quads.join('\n    ')}
  }
`;
}

/**
 * `update(at, x0, …)`: the output of a unit whose masks begin at quadruple `at`, or, with tables as words, whose table is
 * `at`.
 */
export function updateCode(neighbourCount: number, { vector, tables, reduce, genotypes }: Form): string {
  const type = vectorType(vector);
  const inputs = Array.from({ length: neighbourCount }, (_, j) => `x${j}`);
  const coefficients = Array.from({ length: 1 << neighbourCount }, (_, index): Coefficient => {
    const mask = tables === 'masks' ? `m${index >> 2}.${COMPONENTS[index & 3]}` : `(-((form >> ${index}u) & 1))`;
    return { code: vector === 1 ? mask : `${type}(${mask})` };
  });
  const quads = Array.from({ length: quadsOf(neighbourCount) }, (_, quad) => `let m${quad} = masks[at + ${quad}];`);
  // A table that all threads have in common: its coefficients are worked out once for all of a subgroup, where it can be.
  const table = reduce === 'subgroups' && genotypes === 1 ? 'subgroupBroadcastFirst(at)' : 'at';
  return `
  fn update(at : i32, ${inputs.map((x) => `${x} : ${type}`).join(', ')}) -> ${type} {
    ${tables === 'masks' ? quads.join('\n    ') : `let form = reedMuller(${table});`}
    return ${outputCode(coefficients, inputs, type)};
  }
`;
}
