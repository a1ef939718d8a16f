import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { BACKENDS } from '../simulate/tfjs/backend.js';
import type { Answer, Examined } from '../simulate/tfjs/examine.js';
import type { Offer } from '../simulate/tfjs/webgpu/list-adapters.js';
import type { Finding } from './finding.js';

/** A driver that has not answered by then never will. */
const PATIENCE_MS = 30_000;

/** Looks at GPUs and the backends of TensorFlow.js, each in a process of its own, which may crash or hang. */
export async function examineDevices(): Promise<Finding[]> {
  const [adapters, ...backends] = await Promise.all((['adapters', ...BACKENDS] as const).map((what) => ask(what)));
  return [adaptersFinding(adapters!), ...backends.map((answer, b) => backendFinding(BACKENDS[b]!, answer))];
}

/** What this machine computes on for tests and users, in a few words. */
export async function adapterInWords(): Promise<string> {
  return adaptersFinding(await ask('adapters')).found;
}

/** @param patienceMs how long to wait for an answer, ms */
export function ask(what: Examined, patienceMs = PATIENCE_MS): Promise<Answer> {
  const file = fileURLToPath(import.meta.resolve('#workers/examine.js'));
  // What drivers and TensorFlow say on their own account is not for the user.
  const child = fork(file, [what], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], execArgv: [] });
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve({ obstacle: `no answer in ${patienceMs / 1000} s` });
      child.kill('SIGKILL');
    }, patienceMs);
    child.once('message', (answer: Answer) => resolve(answer));
    child.once('error', ({ message }) => resolve({ obstacle: message }));
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      resolve({ obstacle: `the process that looked ended with ${signal ?? `status ${code}`}` });
    });
  });
}

function adaptersFinding(answer: Answer): Finding {
  const offers = 'adapters' in answer ? answer.adapters : 'obstacle' in answer ? answer.obstacle : '';
  if (typeof offers === 'string') return finding(offers, 'npm ci installs the optional package webgpu where it can');
  const isGpu = offers.some((offer) => 'name' in offer && !offer.isSoftware);
  const isAny = offers.some((offer) => 'name' in offer);
  const found = `${isAny ? '' : 'none: '}${offers.map(inWords).join('; ')}`;
  if (isGpu) return { what: 'GPU', found, usable: true, advice: '' };
  return finding(found, isAny ? GET_GPU : `${GET_GPU}${process.platform === 'linux' ? `; ${GET_SOFTWARE}` : ''}`);
}

const GET_GPU = 'a GPU needs its Vulkan driver and libvulkan.so.1: docs/gpu.md';
const GET_SOFTWARE =
  'software for tests: apt-get install libegl-dev libgl1-mesa-dri (Dawn asks for libEGL.so without a version)';

function finding(found: string, advice: string): Finding {
  return { what: 'GPU', found, usable: false, advice };
}

function inWords(offer: Offer): string {
  if ('obstacle' in offer) return `${offer.driver}: ${offer.obstacle}`;
  return `${offer.driver}: ${offer.name} (${offer.isSoftware ? 'software' : 'a GPU'})`;
}

function backendFinding(name: (typeof BACKENDS)[number], answer: Answer): Finding {
  const what = `tfjs:${name}`;
  if ('device' in answer) {
    const found = `opens: ${answer.device}${answer.isGpu ? ', a GPU' : ''}`;
    return { what, found, usable: true, advice: '' };
  }
  const advice = name === 'tensorflow' ? 'optional, for NVIDIA GPUs under CUDA: docs/gpu.md' : 'docs/gpu.md';
  return { what, found: 'obstacle' in answer ? answer.obstacle : 'no answer', usable: false, advice };
}
