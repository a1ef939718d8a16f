import { describe, expect, it } from 'vitest';
import { busy } from '../run/busy-device.js';
import { needsWebgpu } from '../simulate/device/needs-webgpu.js';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe.skipIf(!needsWebgpu())('a process whose device is in the middle of a batch', () => {
  it('that exits ends with its own status', async () => {
    const { code, signal } = await (await busy('exit')).ending;
    expect({ code, signal }).toEqual({ code: 3, signal: null });
  });

  it.each(['SIGKILL', 'SIGTERM'] as const)('that gets %s, and has no handler, ends by it at once', async (sent) => {
    const { child, ending } = await busy('wait');
    await pause(700);
    child.kill(sent);
    const { code, signal } = await ending;
    expect({ code, signal }).toEqual({ code: null, signal: sent });
  });
});
