import { createHash } from 'node:crypto';
import type { WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu/dist/webgpu_program.js';

/** What a program binds: the tensors that its code names, in order, each with the width at which it is read. */
export type Variables = readonly (readonly [name: string, components: number])[];

/** A program of an analog rollout as TensorFlow.js runs it; everything that is baked into its code is in its key. */
export class AnalogProgram implements WebGPUProgram {
  readonly dispatchLayout = { x: [0], y: [0] };
  readonly shaderKey: string;
  readonly variableNames: string[];
  readonly variableComponents: number[];
  readonly workgroupSize: [number, number, number];

  constructor(
    private readonly code: string,
    readonly uniforms: string,
    readonly outputShape: number[],
    readonly outputComponent: number,
    variables: Variables,
    threads: number,
    readonly dispatch: [number, number, number],
  ) {
    this.variableNames = variables.map(([name]) => name);
    this.variableComponents = variables.map(([, components]) => components);
    const key = createHash('sha256').update(code).digest('hex');
    this.shaderKey = `AnalogRollout ${key} ${JSON.stringify(variables)} ${outputComponent}`;
    this.workgroupSize = [threads, 1, 1];
  }

  getUserCode(): string {
    return this.code;
  }
}
