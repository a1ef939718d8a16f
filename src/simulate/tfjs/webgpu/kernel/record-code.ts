import type { RolloutPlan } from '../../rollout-plan.js';
import { symbolsOfRecordsCode, wordOf } from './count-code.js';
import { addsToOutput, type Form, quadsOf, stateSlots } from './form.js';
import { recordsOf } from './records.js';
import { vectorType } from './table-code.js';
import type { RolloutCode } from './tallies.js';

/**
 * `load(slot)`, `store(slot, x)`: the values of a thread. Inputs come first among the slots and are read where they lie in
 * the stimulus, at `wordsAt` of `vectorsOf` in each plane; what steps make lies in workgroup memory or behind the counts,
 * from `stateAt` on, the words of neighbouring threads side by side.
 */
export function stateCode(plan: RolloutPlan, form: Form): string {
  const type = vectorType(form.vector);
  const threads = form.lanes * form.genotypes;
  const inputs = plan.slots.inputs.length;
  const [read, write] = form.state === 'workgroup' ? workgroupState(threads) : storageState(form, threads);
  const states = `var<workgroup> states : array<${type}, ${threads * Math.max(1, stateSlots(plan))}>;`;
  return `
  var<private> wordsAt : i32;
  var<private> vectorsOf : i32;
  ${form.state === 'workgroup' ? states : ''}
  fn load(slot : i32) -> ${type} {
    if (slot < ${inputs}) {
      let record = records[slot];
      let flip = ${type}(-(record & 1));
      if (record < 0) { return flip; }
      return flip ^ stimulus[(record >> 1u) * vectorsOf + wordsAt];
    }
    let place = slot - ${inputs};
    return ${read};
  }
  fn store(slot : i32, x : ${type}) {
    let place = slot - ${inputs};
    ${write}
  }
`;
}

/** What reads and writes `place`. */
function workgroupState(threads: number): [read: string, write: string] {
  const word = `states[stateAt + place * ${threads}]`;
  return [word, `${word} = x;`];
}

function storageState(form: Form, threads: number): [read: string, write: string] {
  const words = Array.from({ length: form.vector }, (_, i) => i);
  const word = (i: number): string => `result[stateAt + (place * ${form.vector} + ${i}) * ${threads}]`;
  // An output that threads add to is one of atomics.
  const isAtomic = addsToOutput(form);
  const reads = words.map((i) => (isAtomic ? `atomicLoad(&${word(i)})` : word(i)));
  const writes = words.map((i) => {
    const value = wordOf('x', i, form.vector);
    return isAtomic ? `atomicStore(&${word(i)}, ${value});` : `${word(i)} = ${value};`;
  });
  return [`${vectorType(form.vector)}(${reads.join(', ')})`, writes.join(' ')];
}

/** `tableAt(table)`: what `update` takes for a table of `neighbours`: where its masks begin, or the table itself. */
export function tableAtCode(plan: RolloutPlan, form: Form): string {
  const { locusCount } = plan.system.genome;
  if (form.tables === 'masks') {
    const quads = quadsOf(plan.system.lattice.neighbourCount);
    return `
  fn tableAt(table : i32) -> i32 {
    return masksAt + select(table, ${locusCount - 1} - table, table < 0) * ${quads};
  }
`;
  }
  const fixed = plan.system.genome.locusOfUnit.includes(-1) ? 'if (table < 0) { return fixedTables[-1 - table]; }' : '';
  return `
  fn tableAt(table : i32) -> i32 {
    ${fixed}
    return ${locusCount === 0 ? '0' : 'genomes[lociAt + table]'};
  }
`;
}

/** Steps of a tick that are begun together: all of them read before one of them writes, so that none waits for another. */
const TOGETHER = 4;

/** The rollout as loops over the records of steps and readings. */
export function recordCode(plan: RolloutPlan, form: Form): RolloutCode {
  const records = recordsOf(plan);
  const { neighbourCount, noise, ticks } = plan.system.lattice;
  const stride = neighbourCount + 3;
  const steps = plan.slots.steps.length;
  const { vector } = form;
  const together = Array.from({ length: Math.min(TOGETHER, Math.ceil(16 / (1 << neighbourCount))) }, (_, i) => i);
  // A tick whose steps are fewer does its last one again.
  const updates = `for (var tick = 0; tick < ${ticks}; tick++) {
        let end = records[${records.ticksAt} + tick + 1];
        for (var s = records[${records.ticksAt} + tick]; s < end; s += ${together.length}) {
          ${together
            .map((i) => {
              const sources = Array.from({ length: neighbourCount }, (_, j) => `load(neighbours[r${i} + ${3 + j}])`);
              const flips = noise > 0 ? ` ^ stimulus[neighbours[r${i} + 2] * vectors + at]` : '';
              return `let r${i} = min(s + ${i}, end - 1) * ${stride};
          let v${i} = update(tableAt(neighbours[r${i} + 1]), ${sources.join(', ')})${flips};`;
            })
            .join('\n          ')}
          ${together.map((i) => `store(neighbours[r${i}], v${i});`).join(' ')}
        }
      }`;
  const pairs = `for (var r = ${records.pairsAt}; r < ${records.pairsAt + 3 * records.pairs}; r += 3) {
        let offset = records[r];
        let x = load(records[r + 1]);
        let y = load(records[r + 2]);
        pourTwoBits(offset, counted, total(ones(x) & real), total(ones(y) & real), total(ones(x & y) & real));
      }`;
  const wides = `var wide = ${records.widesAt};
      for (var reading = 0; reading < ${records.wides}; reading++) {
        let offset = records[wide];
        let bits = records[wide + 1];
        ${symbolsOfRecordsCode('offset', 'bits', 'wide + 2', vector)}
        wide += 2 + bits;
      }`;
  const changes = `var change = ${records.changesAt};
      for (var reading = 0; reading < ${records.changes}; reading++) {
        let compared = records[change + 1];
        var differs = ${vectorType(vector)}(0);
        for (var pair = 0; pair < compared; pair++) {
          differs |= load(records[change + 2 + 2 * pair]) ^ load(records[change + 3 + 2 * pair]);
        }
        pour(records[change], total(ones(differs) & real));
        change += 2 + 2 * compared;
      }`;
  const inside = [
    'wordsAt = at; vectorsOf = vectors;',
    steps > 0 ? updates : '',
    records.pairs > 0 ? pairs : '',
    records.wides > 0 ? wides : '',
    records.changes > 0 ? changes : '',
  ];
  return { before: '', inside: inside.join('\n      '), after: '', records: records.data };
}
