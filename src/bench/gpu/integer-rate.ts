import { InvariantError } from '../../base/errors.js';

/** Threads of a workgroup, and words that each keeps in registers. */
const THREADS = 64;
const WORDS = 16;

/** Times that the loop's body goes over all words. */
const UNROLLED = 8;

/**
 * Each word is made from itself and the next two by the expression that folds a table: one operation (lop3 on NVIDIA), 14
 * of them at a time without waiting for one another, and none that a compiler could leave out.
 */
function shader(rounds: number): string {
  const step = (i: number): string => `x${i} = x${(i + 1) % WORDS} ^ (x${i} & x${(i + 2) % WORDS});`;
  const words = Array.from({ length: WORDS }, (_, i) => i);
  return `
@group(0) @binding(0) var<storage, read_write> out: array<u32>;
@compute @workgroup_size(${THREADS})
fn main(@builtin(global_invocation_id) id: vec3u) {
  ${words.map((i) => `var x${i} = id.x * ${2 * i + 1}u + ${i}u;`).join('\n  ')}
  for (var round = 0u; round < ${rounds}u; round++) {
    ${Array.from({ length: UNROLLED }, () => words.map(step).join(' ')).join('\n    ')}
  }
  out[id.x] = ${words.map((i) => `x${i}`).join(' ^ ')};
}`;
}

/** Operations of one dispatch. */
export function integerOperations(rounds: number, groups: number): number {
  return rounds * UNROLLED * WORDS * THREADS * groups;
}

/** The words that threads leave behind, by plain arithmetic: what the shader's are held against. */
export function integerWords(rounds: number, thread: number): number {
  const x = Array.from({ length: WORDS }, (_, i) => (Math.imul(thread, 2 * i + 1) + i) >>> 0);
  for (let round = 0; round < rounds * UNROLLED; round++) {
    for (let i = 0; i < WORDS; i++) x[i] = (x[(i + 1) % WORDS]! ^ (x[i]! & x[(i + 2) % WORDS]!)) >>> 0;
  }
  return x.reduce((sum, word) => (sum ^ word) >>> 0, 0);
}

/**
 * Measures how many such operations on 32-bit words a device does in a second, by a kernel of nothing else: the best of
 * all dispatches, each waited for, since a GPU that was idle takes a while to reach its clock.
 *
 * @param warmMs how long to go on, at least
 *
 * @throws InvariantError where the kernel computes something else
 */
export async function measureIntegerRate(
  device: GPUDevice,
  { rounds, groups }: { readonly rounds: number; readonly groups: number },
  warmMs: number,
): Promise<number> {
  const module = device.createShaderModule({ code: shader(rounds) });
  const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module, entryPoint: 'main' } });
  const bytes = 4 * THREADS * groups;
  const out = device.createBuffer({ size: bytes, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC });
  const read = device.createBuffer({ size: bytes, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const layout = pipeline.getBindGroupLayout(0);
  const group = device.createBindGroup({ layout, entries: [{ binding: 0, resource: { buffer: out } }] });
  const dispatch = async (): Promise<number> => {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(groups);
    pass.end();
    const start = performance.now();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    return (performance.now() - start) / 1000;
  };
  let best = Number.POSITIVE_INFINITY;
  const begin = performance.now();
  do best = Math.min(best, await dispatch());
  while (performance.now() - begin < warmMs);
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(out, 0, read, 0, bytes);
  device.queue.submit([encoder.finish()]);
  await read.mapAsync(GPUMapMode.READ);
  const words = new Uint32Array(read.getMappedRange().slice(0));
  read.unmap();
  out.destroy();
  read.destroy();
  for (const thread of [0, 1, words.length - 1]) {
    const expected = integerWords(rounds, thread);
    if (words[thread] !== expected) {
      throw new InvariantError(`integer rate: thread ${thread} gives ${words[thread]}, expected ${expected}`);
    }
  }
  return integerOperations(rounds, groups) / best;
}
