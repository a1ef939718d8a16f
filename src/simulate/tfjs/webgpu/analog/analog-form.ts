import type { AnalogPlan } from '../../analog-plan.js';
import type { DeviceLimits } from '../kernel/form-request.js';
import { rowsOf } from './rows.js';

/** Where a thread keeps the states of its lattice, as in the kernel of look-up tables. */
export type StateHome = 'registers' | 'workgroup' | 'storage';

/**
 * How a rollout is laid out. A workgroup has `lanes` threads, all of one genotype, whose parameters it loads once; a
 * thread owns `vector` neighbouring samples, all of the lattice in them, and then takes the next.
 */
export interface AnalogForm {
  readonly state: StateHome;
  /** Where a step finds its parameters: storage where they do not fit beside the states. */
  readonly parameters: 'workgroup' | 'storage';
  readonly vector: 1 | 2 | 4;
  readonly lanes: number;
  /** Workgroups that share the samples of one genotype. */
  readonly shares: number;
  /** Genotypes that are rolled out at once: as many as there is room for between rollout and measurement. */
  readonly genotypes: number;
}

/** Parts of a form that somebody wants as they are: tests and measurements. */
export interface AnalogFormRequest {
  readonly state?: StateHome;
  readonly parameters?: AnalogForm['parameters'];
  readonly vector?: AnalogForm['vector'];
  readonly lanes?: number;
  readonly genotypes?: number;
}

/** What a device can do, as far as this kernel asks. */
export interface AnalogLimits
  extends Pick<DeviceLimits, 'workgroupBytes' | 'threads' | 'groupsPerDimension' | 'bindingBytes'> {
  readonly isSoftware: boolean;
}

/** Operations that are written out, at most: compilers take time in proportion, that of Mesa's llvmpipe with the square. */
const MOST_WRITTEN = { gpu: 10_000, software: 160 };

/** Operations of a step beside its products: what tanh, noise and the loads of parameters take. */
const OPERATIONS_BESIDE = 12;

/** Numbers of state that a thread holds in registers, at most, of the 255 that a thread of a GPU has. */
const MOST_REGISTER_NUMBERS = 128;

/** Ways to lay a workgroup out, the first that fits being taken. */
type Layout = Pick<AnalogForm, 'vector' | 'lanes'>;

/** On a GPU whole warps, and several samples to a thread, which share what is read of parameters and records. */
const ON_GPU: readonly Layout[] = [
  { vector: 4, lanes: 64 },
  { vector: 4, lanes: 32 },
  { vector: 2, lanes: 64 },
  { vector: 2, lanes: 32 },
  { vector: 4, lanes: 16 },
  { vector: 1, lanes: 32 },
  { vector: 1, lanes: 16 },
];

/** Mesa's llvmpipe, which computes on the processor, is fastest with few threads of wide vectors: its caches hold their states. */
const ON_SOFTWARE: readonly Layout[] = [
  { vector: 4, lanes: 16 },
  { vector: 2, lanes: 16 },
  { vector: 1, lanes: 16 },
];

/** Bytes between rollout and measurement, at most: states that are read, and states of workgroups in flight. */
export const MOST_BETWEEN_BYTES = 1 << 26;

const NUMBER = 4;

/** The form for a batch; null where not even one genotype fits. */
export function chooseAnalogForm(
  plan: AnalogPlan,
  limits: AnalogLimits,
  genotypes: number,
  samples: number,
  request: AnalogFormRequest = {},
): AnalogForm | null {
  const { slots, system } = plan.rollout;
  const own = system.genome.locusCount * system.genome.wordsPerLocus * NUMBER;
  const operations = slots.steps.length * (system.lattice.neighbourCount + OPERATIONS_BESIDE);
  const isWritable = ({ vector }: Layout): boolean =>
    slots.count * vector <= MOST_REGISTER_NUMBERS &&
    operations * vector <= MOST_WRITTEN[limits.isSoftware ? 'software' : 'gpu'];
  const usual = limits.isSoftware ? ON_SOFTWARE : ON_GPU;
  const { vector, lanes } = request;
  const layouts = [
    ...usual.filter(
      (layout) => layout.vector === (vector ?? layout.vector) && layout.lanes === (lanes ?? layout.lanes),
    ),
    ...(vector !== undefined && lanes !== undefined ? [{ vector, lanes }] : []),
  ].filter((layout) => samples % layout.vector === 0 && layout.lanes <= limits.threads);

  const ways: [StateHome, Layout][] = [];
  for (const state of ['registers', 'workgroup', 'storage'] as const) {
    if (request.state !== undefined && request.state !== state) continue;
    for (const layout of layouts) {
      if (state !== 'registers' || request.state !== undefined || isWritable(layout)) ways.push([state, layout]);
    }
  }
  for (const [state, layout] of ways) {
    const numbers = slots.count * layout.vector * layout.lanes * NUMBER;
    const held = state === 'workgroup' ? numbers : 0;
    const parameters = request.parameters ?? (own + held <= limits.workgroupBytes ? 'workgroup' : 'storage');
    if (held + (parameters === 'workgroup' ? own : 0) > limits.workgroupBytes) continue;
    const room = Math.min(limits.bindingBytes, MOST_BETWEEN_BYTES);
    const wanted = Math.min(Math.ceil(samples / layout.vector / layout.lanes), limits.groupsPerDimension);
    const rows = rowsOf(plan).steps.length * samples * NUMBER;
    const group = state === 'storage' ? numbers : 0;
    const shares = group === 0 ? wanted : Math.max(1, Math.min(wanted, Math.floor((room - rows) / group)));
    const most = Math.floor(room / Math.max(1, rows + shares * group));
    if (most < 1) continue;
    const together = Math.min(request.genotypes ?? genotypes, most, limits.groupsPerDimension);
    return { state, parameters, ...layout, shares, genotypes: together };
  }
  return null;
}
