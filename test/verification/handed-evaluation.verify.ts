import { expect, it } from 'vitest';
import { checkHeldOpen } from '../run/held-open.js';
import { temporaryFolder } from '../run/scenario-text.js';
import { needsWebgpu } from '../simulate/device/needs-webgpu.js';

const folder = temporaryFolder();

it.skipIf(!needsWebgpu())(
  'runs in threads have the digests of wasm on WebGPU, held open by the main thread',
  async () => {
    await checkHeldOpen('tfjs:webgpu', folder);
    expect.hasAssertions();
  },
);
