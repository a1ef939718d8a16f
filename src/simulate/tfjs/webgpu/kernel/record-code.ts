import type { RolloutPlan } from '../../rollout-plan.js';
import { symbolsOfRecordsCode, twoBitsCode, wordOf } from './count-code.js';
import { addsToOutput, type Form, quadsOf } from './form.js';
import type { Records } from './records.js';
import type { RolloutCode } from './register-code.js';
import { vectorType } from './table-code.js';

/**
 * `load(slot)`, `store(slot, x)`: the states of a thread, in workgroup memory or behind the counts, the words of
 * neighbouring threads side by side. `stateAt` is where they begin for the thread.
 */
export function stateCode(plan: RolloutPlan, form: Form): string {
  const type = vectorType(form.vector);
  const threads = form.lanes * form.genotypes;
  if (form.state === 'workgroup') {
    return `
  var<workgroup> states : array<${type}, ${threads * Math.max(1, plan.slots.count)}>;
  fn load(slot : i32) -> ${type} { return states[stateAt + slot * ${threads}]; }
  fn store(slot : i32, x : ${type}) { states[stateAt + slot * ${threads}] = x; }
`;
  }
  const word = (i: number): string => `result[stateAt + (slot * ${form.vector} + ${i}) * ${threads}]`;
  const isAtomic = addsToOutput(form);
  const words = Array.from({ length: form.vector }, (_, i) => i);
  const loads = words.map((i) => (isAtomic ? `atomicLoad(&${word(i)})` : word(i)));
  const stores = words.map((i) => {
    const value = wordOf('x', i, form.vector);
    return isAtomic ? `atomicStore(&${word(i)}, ${value});` : `${word(i)} = ${value};`;
  });
  return `
  fn load(slot : i32) -> ${type} { return ${type}(${loads.join(', ')}); }
  fn store(slot : i32, x : ${type}) { ${stores.join(' ')} }
`;
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

/** The rollout as loops over the records of inputs, steps and readings. */
export function recordCode(plan: RolloutPlan, form: Form, records: Records): RolloutCode {
  const { neighbourCount, noise } = plan.system.lattice;
  const stride = neighbourCount + 3;
  const steps = plan.slots.steps.length;
  const { vector } = form;
  const sources = Array.from({ length: neighbourCount }, (_, j) => `load(neighbours[r + ${3 + j}])`);
  const flips = noise > 0 ? ' ^ stimulus[neighbours[r + 2] * vectors + at]' : '';
  const inputs = `for (var i = 0; i < ${records.inputs}; i++) {
        let record = records[i];
        var x = ${vectorType(vector)}(-(record & 1));
        if (record >= 0) { x ^= stimulus[(record >> 1u) * vectors + at]; }
        store(i, x);
      }`;
  const updates = `for (var r = 0; r < ${steps * stride}; r += ${stride}) {
        store(neighbours[r], update(tableAt(neighbours[r + 1]), ${sources.join(', ')})${flips});
      }`;
  const pairs = `for (var r = ${records.pairsAt}; r < ${records.pairsAt + 3 * records.pairs}; r += 3) {
        let offset = records[r];
        let x = load(records[r + 1]);
        let y = load(records[r + 2]);
        ${twoBitsCode('offset', 'x', 'y', vector)}
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
        add(records[change], ones(differs));
        change += 2 + 2 * compared;
      }`;
  const inside = [
    records.inputs > 0 ? inputs : '',
    steps > 0 ? updates : '',
    records.pairs > 0 ? pairs : '',
    records.wides > 0 ? wides : '',
    records.changes > 0 ? changes : '',
  ];
  return { before: '', inside: inside.join('\n      '), after: '' };
}
