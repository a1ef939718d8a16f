import type { BackendName } from '../simulate/tfjs/backend.js';
import type { Answer } from '../simulate/tfjs/examine.js';
import type { Offer } from '../simulate/tfjs/webgpu/list-adapters.js';
import type { Finding } from './finding.js';

/** What is said of the adapters that Dawn's backends offer. */
export function adaptersFinding(answer: Answer, platform: NodeJS.Platform = process.platform): Finding {
  const offers = 'adapters' in answer ? answer.adapters : 'obstacle' in answer ? answer.obstacle : '';
  if (typeof offers === 'string') return finding(offers, 'npm ci installs the optional package webgpu where it can');
  const isGpu = offers.some((offer) => 'name' in offer && !offer.isSoftware);
  const isAny = offers.some((offer) => 'name' in offer);
  const found = `${isAny ? '' : 'none: '}${offers.map(inWords).join('; ')}`;
  if (isGpu) return { what: 'GPU', found, usable: true, advice: '' };
  return finding(found, isAny ? GET_GPU : `${GET_GPU}${platform === 'linux' ? `; ${GET_SOFTWARE}` : ''}`);
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

/** What is said of a backend of TensorFlow.js. */
export function backendFinding(name: BackendName, answer: Answer): Finding {
  const what = `tfjs:${name}`;
  if ('device' in answer) {
    const found = `opens: ${answer.device}${answer.isGpu ? ', a GPU' : ''}`;
    return { what, found, usable: true, advice: '' };
  }
  const advice = name === 'tensorflow' ? 'optional, for NVIDIA GPUs under CUDA: docs/gpu.md' : 'docs/gpu.md';
  return { what, found: 'obstacle' in answer ? answer.obstacle : 'no answer', usable: false, advice };
}
