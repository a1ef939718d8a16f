import { createHash } from 'node:crypto';
import type { WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu/dist/webgpu_program.js';
import type { RolloutPlan } from '../../rollout-plan.js';
import { addsToOutput, type Form, scratchWords } from './form.js';
import type { Grid } from './grid.js';
import { type RunSizes, type Shader, shaderOf, UNIFORMS } from './shader.js';

/** What of a form the code depends on: the sizes of a batch are told when it runs. */
type WrittenForm = Omit<Form, 'groups'>;

/** The code of a plan in a form, written once. */
export interface Source extends Shader {
  /** Digest of the code: everything that is baked into it, so that equal plans share one compiled kernel. */
  readonly key: string;
}

const sources = new WeakMap<RolloutPlan, Map<string, Source>>();

export function sourceOf(plan: RolloutPlan, form: Form): Source {
  const { state, tables, sums, reduce, vector, rolled, lanes, genotypes, once } = form;
  const shares = form.shares > 1 ? 2 : 1;
  const written: WrittenForm = { state, tables, sums, reduce, vector, rolled, lanes, genotypes, shares, once };
  const known = sources.get(plan) ?? new Map<string, Source>();
  sources.set(plan, known);
  const name = JSON.stringify(written);
  let source = known.get(name);
  if (source === undefined) {
    const shader = shaderOf(plan, form);
    source = { ...shader, key: createHash('sha256').update(shader.code).digest('hex') };
    known.set(name, source);
  }
  return source;
}

/** The kernel as TensorFlow.js runs it: output of one dimension, the counts and, where the form asks for it, states. */
export class RolloutProgram implements WebGPUProgram {
  readonly atomic: boolean;
  dispatch: [number, number, number];
  readonly dispatchLayout = { x: [0], y: [0] };
  readonly outputShape: number[];
  readonly shaderKey: string;
  readonly uniforms = UNIFORMS;
  readonly variableNames: string[];
  readonly variableComponents: number[];
  readonly workgroupSize: [number, number, number];
  private readonly code: string;

  /** @param variables the names of the inputs that hold anything, in order, each with the width at which it is read */
  constructor(
    plan: RolloutPlan,
    form: Form,
    { code, key }: Source,
    sizes: RunSizes,
    variables: readonly (readonly [name: string, components: number])[],
    { across, down }: Grid,
  ) {
    this.code = code;
    this.atomic = addsToOutput(form);
    this.variableNames = variables.map(([name]) => name);
    this.variableComponents = variables.map(([, components]) => components);
    this.shaderKey = `LatticeRollout ${key} ${JSON.stringify(variables)} ${this.atomic}`;
    this.workgroupSize = [form.lanes * form.genotypes, 1, 1];
    this.dispatch = [across, form.shares, down];
    this.outputShape = [sizes.genotypes * plan.cells + scratchWords(plan, { ...form, groups: across * down })];
  }

  getUserCode(): string {
    return this.code;
  }
}
