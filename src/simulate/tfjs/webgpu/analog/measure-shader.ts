import type { AnalogPlan } from '../../analog-plan.js';
import { rowsOf } from './rows.js';

/** Threads of a workgroup that measures one reading of one genotype. */
export const MEASURING_THREADS = 64;

/**
 * Terms that a thread adds before it adds their sum to the others: so a sum goes through 32 roundings, one for every 2048
 * samples, and log2 of the threads, in an order that hangs on nothing else.
 */
const TERMS = 32;

export const MEASURE_UNIFORMS = 'samples : i32, first : i32, cells : i32,';

/** Loops over the samples of a thread, `s` being one of them. */
const overSamples = (before: string, inside: string, after: string): string => `
      for (var begin = thread; begin < uniforms.samples; begin += ${TERMS * MEASURING_THREADS}) {
        ${before}
        for (var i = 0; i < ${TERMS}; i++) {
          let s = begin + i * ${MEASURING_THREADS};
          if (s < uniforms.samples) { ${inside} }
        }
        ${after}
      }`;

/** `valueAt(place, s)`: a value of the genotype, by its place in Rows. */
function valueCode(plan: AnalogPlan): string {
  const { steps } = rowsOf(plan);
  const row = `rows[(genotype * ${steps.length} + place) * uniforms.samples + s]`;
  return `
  var<private> genotype : i32;
  fn valueAt(place : i32, s : i32) -> f32 {
    ${steps.length > 0 ? `if (place >= 0) { return ${row}; }` : ''}
    let plane = -1 - place;
    if (plane == ${plan.rollout.planes}) { return 0.0; }
    return stimulus[plane * uniforms.samples + s];
  }`;
}

const CELLS_AT = '(uniforms.first + genotype) * uniforms.cells';

/**
 * Moments of `variables` variables: for each reading a record of its first cell and the places of its variables. Values are
 * centred before they are multiplied, so that nothing is lost to large means. A variance that is infinite or no number,
 * told by its bits, makes NaN of all: no product of two variables is larger than the squares of both.
 */
export function momentsShader(plan: AnalogPlan, variables: number): string {
  const cells = variables + (variables * (variables + 1)) / 2;
  const record = variables + 1;
  return `
  var<workgroup> sums : array<f32, ${MEASURING_THREADS}>;
  var<workgroup> found : array<f32, ${cells}>;
  ${valueCode(plan)}
  fn total(own : f32, thread : i32) -> f32 {
    workgroupBarrier();
    sums[thread] = own;
    workgroupBarrier();
    for (var width = ${MEASURING_THREADS / 2}; width > 0; width /= 2) {
      if (thread < width) { sums[thread] += sums[thread + width]; }
      workgroupBarrier();
    }
    return sums[0];
  }
  fn main() {
    let thread = i32(localIndex);
    genotype = i32(workgroupId.x);
    let record = i32(workgroupId.y) * ${record};
    let samples = f32(uniforms.samples);
    var means : array<f32, ${variables}>;
    var isLost = false;
    for (var a = 0; a < ${variables}; a++) {
      let x = records[record + 1 + a];
      var own = 0.0;
      ${overSamples('var part = 0.0;', 'part += valueAt(x, s);', 'own += part;')}
      means[a] = total(own, thread) / samples;
      if (thread == 0) { found[a] = means[a]; }
    }
    var cell = ${variables};
    for (var a = 0; a < ${variables}; a++) {
      for (var b = a; b < ${variables}; b++) {
        let x = records[record + 1 + a];
        let y = records[record + 1 + b];
        var own = 0.0;
        ${overSamples('var part = 0.0;', 'part += (valueAt(x, s) - means[a]) * (valueAt(y, s) - means[b]);', 'own += part;')}
        let second = total(own, thread) / samples;
        if (thread == 0) { found[cell] = second; }
        isLost = isLost || (a == b && (bitcast<u32>(second) & 0x7f800000u) == 0x7f800000u);
        cell++;
      }
    }
    workgroupBarrier();
    for (var c = thread; c < ${cells}; c += ${MEASURING_THREADS}) {
      result[${CELLS_AT} + records[record] + c] = select(found[c], uniforms.NAN, isLost);
    }
  }
`;
}

/**
 * Changes of sign: records begin where the first numbers say; each is its cell, the number of its pairs, and their places.
 * Signs, and what is no number, are told by bits.
 */
export function changesShader(plan: AnalogPlan): string {
  return `
  var<workgroup> sums : array<vec2<u32>, ${MEASURING_THREADS}>;
  ${valueCode(plan)}
  fn isNegative(word : u32) -> bool { return word > 0x80000000u; }
  fn isNoNumber(word : u32) -> bool { return (word & 0x7fffffffu) > 0x7f800000u; }
  fn main() {
    let thread = i32(localIndex);
    genotype = i32(workgroupId.x);
    let record = records[i32(workgroupId.y)];
    let pairs = records[record + 1];
    // Samples that changed; samples without a sign.
    var own = vec2<u32>(0u);
    for (var s = thread; s < uniforms.samples; s += ${MEASURING_THREADS}) {
      var differs = false;
      var isLost = false;
      for (var pair = 0; pair < pairs; pair++) {
        let x = bitcast<u32>(valueAt(records[record + 2 + 2 * pair], s));
        let y = bitcast<u32>(valueAt(records[record + 3 + 2 * pair], s));
        differs = differs || isNegative(x) != isNegative(y);
        isLost = isLost || isNoNumber(x) || isNoNumber(y);
      }
      own += vec2<u32>(select(0u, 1u, differs), select(0u, 1u, isLost));
    }
    sums[thread] = own;
    workgroupBarrier();
    if (thread == 0) {
      for (var other = 1; other < ${MEASURING_THREADS}; other++) { own += sums[other]; }
      result[${CELLS_AT} + records[record]] = select(f32(own.x), uniforms.NAN, own.y > 0u);
    }
  }
`;
}

/** Values as they are: for each row a record of its first cell and its place. */
export function valuesShader(plan: AnalogPlan): string {
  return `
  ${valueCode(plan)}
  fn main() {
    genotype = i32(workgroupId.x);
    let record = 2 * i32(workgroupId.y);
    for (var s = i32(localIndex); s < uniforms.samples; s += ${MEASURING_THREADS}) {
      result[${CELLS_AT} + records[record] + s] = valueAt(records[record + 1], s);
    }
  }
`;
}
