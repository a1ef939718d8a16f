import { describe, expect, it } from 'vitest';
import { adaptersFinding, backendFinding } from '../../src/run/device-findings.js';
import { ask } from '../../src/run/examine-devices.js';
import type { Examined } from '../../src/simulate/tfjs/examine.js';

describe('what doctor says of devices', () => {
  it('names every adapter with its driver, and tells a GPU from software', () => {
    const none = { driver: 'vulkan', obstacle: 'libvulkan.so.1 is not installed' };
    const software = { driver: 'opengles', name: 'llvmpipe', isSoftware: true };
    expect(adaptersFinding({ adapters: [none, software] })).toMatchObject({
      found: 'vulkan: libvulkan.so.1 is not installed; opengles: llvmpipe (software)',
      ...{ usable: false, advice: expect.stringContaining('Vulkan driver') },
    });
    const gpu = { driver: 'vulkan', name: 'some GPU', isSoftware: false };
    expect(adaptersFinding({ adapters: [gpu, software] })).toEqual({
      ...{ what: 'GPU', usable: true, advice: '' },
      found: 'vulkan: some GPU (a GPU); opengles: llvmpipe (software)',
    });
  });

  it('says how to get a software adapter where there is none at all', () => {
    const adapters = [{ driver: 'opengles', obstacle: 'no adapter' }];
    expect(adaptersFinding({ adapters }, 'linux')).toMatchObject({
      ...{ found: 'none: opengles: no adapter', usable: false },
      advice: expect.stringContaining('apt-get install libegl-dev libgl1-mesa-dri'),
    });
    expect(adaptersFinding({ adapters }, 'darwin').advice).not.toContain('apt-get');
    expect(adaptersFinding({ adapters: 'the package webgpu is not installed' })).toMatchObject({ usable: false });
    expect(adaptersFinding({ obstacle: 'the process that looked ended with SIGSEGV' }).found).toContain('SIGSEGV');
  });

  it('says what each backend opens on, or why it does not', () => {
    expect(backendFinding('webgpu', { device: 'some GPU (vulkan)', isGpu: true })).toMatchObject({
      ...{ what: 'tfjs:webgpu', found: 'opens: some GPU (vulkan), a GPU', usable: true },
    });
    expect(backendFinding('tensorflow', { obstacle: 'not installed' })).toMatchObject({
      ...{ found: 'not installed', usable: false, advice: expect.stringContaining('CUDA') },
    });
  });
});

describe('the process that looks', () => {
  it('opens a backend and lets go of it', async () => {
    expect(await ask('cpu')).toEqual({ device: expect.stringContaining('tfjs-backend-cpu'), isGpu: false });
  });

  it('is not waited for any longer than said', async () => {
    expect(await ask('adapters', 1)).toEqual({ obstacle: 'no answer in 0.001 s' });
  });

  it('gives the error where looking fails', async () => {
    expect(await ask('nothing' as Examined)).toEqual({ obstacle: expect.stringContaining('not a function') });
  });
});
