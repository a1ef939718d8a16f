import type { RolloutPlan } from '../../rollout-plan.js';
import { countingCode, togetherCode } from './count-code.js';
import { addsToOutput, type Form, maskStride, quadsOf, stateSlots, tableCount } from './form.js';
import { recordCode, stateCode, tableAtCode } from './record-code.js';
import { registerCode } from './register-code.js';
import { REED_MULLER, spreadCode, updateCode } from './table-code.js';

/** What the kernel is told when it is run, in the order of UNIFORMS. */
export interface RunSizes {
  readonly genotypes: number;
  /** Groups of `vector` words in each plane. */
  readonly vectors: number;
  /** Genotypes that each row of a workgroup takes one after the other. */
  readonly rounds: number;
  /** 0, which a compiler cannot know. */
  readonly zero: number;
}

/** The members that stand behind those that TensorFlow.js puts into its uniform buffer. */
export const UNIFORMS = 'genotypes : i32, vectors : i32, rounds : i32, zero : i32,';

export interface Shader {
  readonly code: string;
  /** What it reads from `records`; empty where it has no such input. */
  readonly records: Int32Array;
}

/** The kernel in WGSL, as TensorFlow.js takes it: behind its own declarations of inputs, output and uniforms. */
export function shaderOf(plan: RolloutPlan, form: Form): Shader {
  const { neighbourCount } = plan.system.lattice;
  const { locusCount, locusOfUnit, fixedTable } = plan.system.genome;
  const { lanes, genotypes, vector } = form;
  const { cells } = plan;
  const threads = lanes * genotypes;
  const written = form.state === 'registers';
  const hasMasks = form.tables === 'masks' && tableCount(plan, form.state) > 0;
  const hasUpdate = written ? locusCount > 0 : plan.slots.steps.length > 0;
  const hasFixed = !written && locusOfUnit.includes(-1);
  const stride = maskStride(plan, form.state);
  const quads = quadsOf(neighbourCount);
  const rollout = written ? registerCode(plan, form) : recordCode(plan, form);
  const inWorkgroup = form.sums === 'workgroup';

  const declarations = [
    'var<private> masksAt : i32; var<private> lociAt : i32; var<private> stateAt : i32;',
    hasMasks ? `var<workgroup> masks : array<vec4<i32>, ${genotypes * stride}>;` : '',
    inWorkgroup ? `var<workgroup> sums : array<atomic<i32>, ${genotypes * cells}>;` : '',
    hasFixed
      ? `const fixedTables = array<i32, ${fixedTable.length}>(${Array.from(fixedTable, literal).join(', ')});`
      : '',
    REED_MULLER,
    hasMasks ? spreadCode(neighbourCount) : '',
    hasUpdate ? updateCode(neighbourCount, form) : '',
    countingCode(form),
    written ? '' : stateCode(plan, form),
    written ? '' : tableAtCode(plan, form),
  ];
  const spreadLoci = `
        for (var i = lane; i < ${locusCount}; i += ${lanes}) { spread(masksAt + i * ${quads}, genomes[lociAt + i]); }`;
  const spreadFixed = `
        for (var i = lane; i < ${fixedTable.length}; i += ${lanes}) {
          spread(masksAt + (${locusCount} + i) * ${quads}, fixedTables[i]);
        }`;
  const clear = `
      for (var i = thread; i < ${genotypes * cells}; i += ${threads}) { atomicStore(&sums[i], 0); }`;
  const cell = 'result[first * CELLS + i]'.replace('CELLS', String(cells));
  const write = `
      for (var i = thread; i < min(${genotypes}, uniforms.genotypes - first) * ${cells}; i += ${threads}) {
        let samples = atomicLoad(&sums[i]);
        ${addsToOutput(form) ? `atomicAdd(&${cell}, samples);` : `${cell} = samples;`}
      }`;
  const code = `
  ${declarations.join('\n  ')}
  fn main() {
    let thread = i32(localIndex);
    let lane = thread % ${lanes};
    let row = thread / ${lanes};
    let groups = i32(numWorkgroups.x * numWorkgroups.z);
    let group = i32(workgroupId.x + workgroupId.z * numWorkgroups.x);
    let share = i32(workgroupId.y);
    let shares = i32(numWorkgroups.y);
    let vectors = uniforms.vectors;
    ${togetherCode(form)}
    for (var round = 0; round < uniforms.rounds; round++) {
      let first = (round * groups + group) * ${genotypes};
      // A row without a genotype does the last one's work again, so that all threads go the same way, and counts nothing.
      let genotype = min(first + row, uniforms.genotypes - 1);
      masksAt = row * ${stride};
      lociAt = genotype * ${locusCount};
      sumsAt = ${inWorkgroup ? 'row' : 'genotype'} * ${cells};
      ${written ? '' : stateAtCode(plan, form)}
      ${hasMasks && locusCount > 0 ? spreadLoci : ''}${hasMasks && hasFixed ? spreadFixed : ''}${inWorkgroup ? clear : ''}
      workgroupBarrier();
      ${rollout.before}
      ${form.once ? 'let block = 0; {' : `for (var block = 0; block < (vectors + ${lanes} * shares - 1) / (${lanes} * shares); block++) {`}
      let mine = (block * shares + share) * ${lanes} + lane;
      let at = min(mine, vectors - 1);
      let real = select(0, -1, mine < vectors && first + row < uniforms.genotypes);
      let own = ${32 * vector} & real;
      let counted = total(own);
      ${rollout.inside}
      }
      ${rollout.after}
      workgroupBarrier();${inWorkgroup ? write : ''}
      workgroupBarrier();
    }
  }
`;
  return { code, records: rollout.records };
}

function stateAtCode(plan: RolloutPlan, { state, vector, lanes, genotypes }: Form): string {
  if (state === 'workgroup') return 'stateAt = thread;';
  const words = stateSlots(plan) * vector * lanes * genotypes;
  return `stateAt = uniforms.genotypes * ${plan.cells} + (share * groups + group) * ${words} + thread;`;
}

/** A table as an i32 of the same bit pattern. */
function literal(table: number): string {
  return `bitcast<i32>(${table >>> 0}u)`;
}
