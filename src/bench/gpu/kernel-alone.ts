import { setBackend, type Tensor, tensor2d } from '@tensorflow/tfjs-core';
import { joinedPlanes } from '../../simulate/device/stimulus-planes.js';
import { latticeRollout } from '../../simulate/tfjs/rollout-op.js';
import { planRollout } from '../../simulate/tfjs/rollout-plan.js';
import { deviceTime } from '../../simulate/tfjs/webgpu/device-time.js';
import type { OpenWebgpu } from '../../simulate/tfjs/webgpu/open-webgpu.js';
import type { Work } from '../work/work.js';

/** The kernel on a work whose inputs lie on the device. */
export interface KernelAlone {
  readonly timing: string;
  /** Runs it so often; gives the seconds that the device took, where they can be told from the way there. */
  readonly run: (times: number) => Promise<number>;
  readonly counts: () => Promise<Uint32Array>;
  readonly close: () => void;
}

/** Shortest kernel whose time the device's timestamps tell: on an H100 under Vulkan they have a grain of 65.5 µs. */
const LEAST_TIMESTAMPED_MS = 4;

/** Puts a work on the device and runs the kernel on it once, so that it is compiled. */
export async function kernelAlone(webgpu: OpenWebgpu, work: Work): Promise<KernelAlone> {
  await setBackend('webgpu');
  const { system, readings, loci, count, stimulus } = work;
  const plan = planRollout(system, readings);
  const signed = ({ buffer, byteOffset, length }: Uint32Array): Int32Array =>
    new Int32Array(buffer, byteOffset, length);
  const steps = plan.slots.steps.length;
  const inputs = {
    genomes: tensor2d(signed(loci), [count, system.genome.locusCount], 'int32'),
    neighbours: tensor2d(plan.neighbours, [steps, system.lattice.neighbourCount + 3], 'int32'),
    stimulus: tensor2d(signed(joinedPlanes(stimulus)), [plan.planes, stimulus.words], 'int32'),
  };
  const once = (): Tensor => latticeRollout(plan, inputs);
  const repeat = (times: number) => () => {
    for (let i = 0; i < times; i++) once().dispose();
  };
  await readAndDispose(once());
  const first = await deviceTime(webgpu, repeat(1));
  const isStamped = first.method === 'timestamps' && first.milliseconds >= LEAST_TIMESTAMPED_MS;
  return {
    timing: isStamped ? 'timestamps' : 'wall clock',
    async run(times) {
      if (isStamped) return (await deviceTime(webgpu, repeat(times))).milliseconds / 1000;
      return wallClock(webgpu, repeat(times));
    },
    counts: () => readAndDispose(once()),
    close: () => {
      for (const tensor of Object.values(inputs)) tensor.dispose();
    },
  };
}

/** Seconds from the first submission to the end of all, one after the other without a wait between them. */
async function wallClock({ backend }: OpenWebgpu, work: () => void): Promise<number> {
  const start = performance.now();
  work();
  // What TensorFlow.js holds back, to submit it together with more.
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.submitQueue();
  await backend.queue.onSubmittedWorkDone();
  return (performance.now() - start) / 1000;
}

async function readAndDispose(tensor: Tensor): Promise<Uint32Array> {
  const counts = (await tensor.data()) as Int32Array;
  tensor.dispose();
  return new Uint32Array(counts.buffer, counts.byteOffset, counts.length);
}
