import type { RolloutPlan } from '../../rollout-plan.js';

/** Where a thread keeps the states of its lattice. */
export type StateHome =
  /** Local values of code written out for this very lattice. */
  | 'registers'
  /** Workgroup memory, over which code that is the same for every lattice walks by the records of the steps. */
  | 'workgroup'
  /** The same in storage behind the counts, for lattices larger than workgroup memory: sized to the groups in flight. */
  | 'storage';

/**
 * How the kernel is laid out. A workgroup has `genotypes` rows of `lanes` threads; a thread owns `vector` words of 32
 * samples of its row's genotype, all of the lattice in them, and then takes the next: so no tick waits for another thread.
 */
export interface Form {
  readonly state: StateHome;
  /**
   * masks: every table is spread once over workgroup memory, a word of 0 or −1 for each of its 2^K coefficients. words: it
   * is read where it is used, for lattices whose tables do not fit.
   */
  readonly tables: 'masks' | 'words';
  /** Where threads add up their counts: workgroup memory, or the output itself where the cells do not fit. */
  readonly sums: 'workgroup' | 'storage';
  /** Whether threads of a subgroup that work on one genotype add up their counts among themselves first. */
  readonly reduce: 'subgroups' | 'atomics';
  readonly vector: 1 | 2 | 4;
  /** Whether written code has loops over ticks that are alike. */
  readonly rolled: boolean;
  readonly lanes: number;
  readonly genotypes: number;
  /** Workgroups that share the samples of one genotype; with more than one they add to an output that begins at zero. */
  readonly shares: number;
  /** Whether each thread has its words once and for all, so that there is nothing to loop over. */
  readonly once: boolean;
  /** Workgroups along the genotypes; each takes every so manieth. */
  readonly groups: number;
}

/** Whether the output is added to, and has to be zero before. */
export function addsToOutput({ sums, shares }: Form): boolean {
  return sums === 'storage' || shares > 1;
}

/** Coefficients are read four at once: quadruples of one table. */
export function quadsOf(neighbourCount: number): number {
  return Math.max(1, (1 << neighbourCount) / 4);
}

/** Tables of one genotype that lie in workgroup memory: its loci, and the fixed ones where the code does not hold them. */
export function tableCount({ system }: RolloutPlan, state: StateHome): number {
  const { locusCount, locusOfUnit } = system.genome;
  return state !== 'registers' && locusOfUnit.includes(-1) ? locusCount + system.lattice.unitCount : locusCount;
}

/** Quadruples from one genotype to the next: odd, so that rows that read the same table meet different memory banks. */
export function maskStride(plan: RolloutPlan, state: StateHome): number {
  return (tableCount(plan, state) * quadsOf(plan.system.lattice.neighbourCount)) | 1;
}

/** Values that a thread keeps a place for where code walks by records: what steps make; inputs are read where they lie. */
export function stateSlots({ slots }: RolloutPlan): number {
  return slots.count - slots.inputs.length;
}

/** Bytes of workgroup memory that a form takes. */
export function workgroupBytes(plan: RolloutPlan, form: Omit<Form, 'shares' | 'once' | 'groups'>): number {
  const masks = form.tables === 'masks' ? 16 * form.genotypes * maskStride(plan, form.state) : 0;
  const sums = form.sums === 'workgroup' ? 4 * form.genotypes * plan.cells : 0;
  const state = form.state === 'workgroup' ? 4 * form.vector * form.genotypes * form.lanes * stateSlots(plan) : 0;
  return masks + sums + state;
}

/** Words of storage behind the counts. */
export function scratchWords(plan: RolloutPlan, form: Form): number {
  if (form.state !== 'storage') return 0;
  return form.groups * form.shares * form.genotypes * form.lanes * form.vector * stateSlots(plan);
}
