import { describe, expect, it } from 'vitest';
import { planRollout } from '../../../../src/simulate/tfjs/rollout-plan.js';
import { loadDawn } from '../../../../src/simulate/tfjs/webgpu/find-adapter.js';
import { chooseForm } from '../../../../src/simulate/tfjs/webgpu/kernel/choose-form.js';
import { SUBGROUP_DIRECTIVES } from '../../../../src/simulate/tfjs/webgpu/kernel/count-code.js';
import { addsToOutput, type Form } from '../../../../src/simulate/tfjs/webgpu/kernel/form.js';
import type { DeviceLimits, FormRequest } from '../../../../src/simulate/tfjs/webgpu/kernel/form-request.js';
import { shaderOf, UNIFORMS } from '../../../../src/simulate/tfjs/webgpu/kernel/shader.js';
import { vectorType } from '../../../../src/simulate/tfjs/webgpu/kernel/table-code.js';
import { allReadings, randomSystem } from '../../random-system.js';

/** Dawn's adapter that computes nothing but compiles everything: Mesa's knows no subgroups, which GPUs use. */
async function deviceThatOnlyCompiles(): Promise<GPUDevice | null> {
  const dawn = await loadDawn();
  if (typeof dawn === 'string') {
    console.log(`skipped: ${dawn}`);
    return null;
  }
  const adapter = await dawn.create(['backend=null']).requestAdapter();
  return adapter!.requestDevice({ requiredFeatures: ['subgroups' as GPUFeatureName] });
}

const device = await deviceThatOnlyCompiles();

/** What TensorFlow.js puts around the code, as far as the code reads it. */
function moduleOf(code: string, form: Form): string {
  const inputs = ['genomes', 'neighbours', 'stimulus', 'records'].map((name, i) => {
    const type = name === 'stimulus' ? vectorType(form.vector) : 'i32';
    return `@group(0) @binding(${i + 1}) var<storage, read> ${name} : array<${type}>;`;
  });
  return `${SUBGROUP_DIRECTIVES}
    var<private> localIndex : u32;
    var<private> workgroupId : vec3<u32>;
    var<private> numWorkgroups : vec3<u32>;
    struct Uniforms { ${UNIFORMS} }
    @group(0) @binding(0) var<storage, read_write> result : array<${addsToOutput(form) ? 'atomic<i32>' : 'i32'}>;
    ${inputs.join('\n')}
    @group(0) @binding(5) var<uniform> uniforms : Uniforms;
    ${code}
    @compute @workgroup_size(${form.lanes * form.genotypes})
    fn _start(@builtin(local_invocation_index) index : u32, @builtin(workgroup_id) id : vec3<u32>,
              @builtin(num_workgroups) count : vec3<u32>) {
      localIndex = index; workgroupId = id; numWorkgroups = count;
      main();
    }`;
}

describe.skipIf(device === null)('the kernel with subgroups', () => {
  const requests: FormRequest[] = [
    {},
    { state: 'registers', rolled: true, tables: 'words', genotypes: 1 },
    { state: 'workgroup' },
    { state: 'storage', shares: 2 },
  ];
  it.each(requests)('is a valid program as %j', async (request) => {
    const limits: DeviceLimits = {
      workgroupBytes: 16_384,
      threads: 256,
      groupsPerDimension: 65_535,
      hasSubgroups: true,
      vector: 4,
      writtenOperations: 10_000,
      bindingBytes: 1 << 27,
    };
    const system = randomSystem({ seed: 4, unitCount: 5, neighbourCount: 3, ticks: 5, noisy: true, start: 'random' });
    const plan = planRollout(system, allReadings(system));
    const form = chooseForm(plan, limits, 50, 128, request);
    expect(form.reduce).toBe('subgroups');
    const { code } = shaderOf(plan, form);
    device!.pushErrorScope('validation');
    const module = device!.createShaderModule({ code: moduleOf(code, form) });
    device!.createComputePipeline({ layout: 'auto', compute: { module, entryPoint: '_start' } });
    expect((await device!.popErrorScope())?.message).toBe(undefined);
  });
});
