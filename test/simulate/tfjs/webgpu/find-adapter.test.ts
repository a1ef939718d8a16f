import { describe, expect, it } from 'vitest';
import { adapterName, isSoftwareAdapter } from '../../../../src/simulate/tfjs/webgpu/find-adapter.js';

/** Description, device and architecture as drivers give them. */
const software = [
  ['OpenGL version OpenGL ES 3.2 Mesa 22.3.6', 'llvmpipe-llvm-15-0-6-256-bits-', ''],
  ['llvmpipe: Mesa 22.3.6 (LLVM 15.0.6)', '', ''],
  ['SwiftShader driver-5.0.0', 'swiftshader-device-subzero-', 'swiftshader'],
  ['Microsoft Basic Render Driver', '', 'warp'],
];
const real = [
  ['NVIDIA: 580.159.04 580.159.4.0', 'nvidia-h100-80gb-hbm3', ''],
  ['radv: Mesa 22.3.6', 'amd-radeon-rx-7900-xtx-radv-navi31-', 'rdna-3'],
  ['Metal driver on macOS Version 14.5', 'apple-m2-pro', 'common-3'],
  ['D3D12 driver version 31.0.101.4953', 'intel-r--uhd-graphics-770', 'gen-12lp'],
];
const infoOf = ([description, device, architecture]: string[]): GPUAdapterInfo =>
  ({ description, device, architecture, vendor: '' }) as GPUAdapterInfo;

describe('an adapter', () => {
  it.each(software)('that computes on the processor is known by its names: %s, %s', (...names) => {
    expect(isSoftwareAdapter(infoOf(names))).toBe(true);
  });

  it.each(real)('that is a GPU is not taken for one: %s, %s', (...names) => {
    expect(isSoftwareAdapter(infoOf(names))).toBe(false);
  });

  it('is called by its device and its driver, and by one where the other has no name', () => {
    expect(adapterName(infoOf(real[0]!))).toBe('nvidia-h100-80gb-hbm3, NVIDIA: 580.159.04 580.159.4.0');
    expect(adapterName(infoOf(['radv: Mesa 22.3.6', '', '']))).toBe('radv: Mesa 22.3.6');
  });
});
