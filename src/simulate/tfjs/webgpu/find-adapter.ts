import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What the package `webgpu` (Dawn for Node) exports. */
interface Dawn {
  readonly create: (options: string[]) => GPU;
  readonly globals: object;
}

/** An adapter, and what it was found through. */
export interface FoundAdapter {
  readonly gpu: GPU;
  readonly adapter: GPUAdapter;
  /** Dawn's backend: vulkan, metal, d3d12, opengles. */
  readonly driver: string;
  readonly isSoftware: boolean;
}

/** Dawn's switches, with the reason for each. */
export const TOGGLES: readonly string[] = [
  // Timestamps in nanoseconds rather than in steps of 100 µs: this is a program, not a page that could spy on others.
  'disable-dawn-features=timestamp_quantization',
  'enable-dawn-features=allow_unsafe_apis',
];

/** Names of adapters that compute on the processor, as drivers print them. */
const SOFTWARE = /llvmpipe|softpipe|swiftshader|lavapipe|basic render|software|\bcpu\b/i;

export function isSoftwareAdapter(
  info: Pick<GPUAdapterInfo, 'description' | 'device'> & { architecture?: string },
): boolean {
  return [info.description, info.device, info.architecture ?? ''].some((name) => SOFTWARE.test(name));
}

/** The types of TensorFlow.js's release do not know it yet. */
export function infoOf(adapter: GPUAdapter): GPUAdapterInfo {
  return (adapter as unknown as { readonly info: GPUAdapterInfo }).info;
}

/** What people know an adapter by: its name, and what its driver says of itself (often no more than a version). */
export function adapterName({ description, device, vendor }: GPUAdapterInfo): string {
  const named = [device, description].filter((part) => part !== '').join(', ');
  return named || vendor || 'unnamed adapter';
}

/** Dawn's backends worth trying on a platform, the one that a real GPU is most likely behind first. */
export function driversOf(platform: NodeJS.Platform): readonly string[] {
  if (platform === 'darwin') return ['metal', 'vulkan'];
  if (platform === 'win32') return ['d3d12', 'vulkan'];
  // Mesa's software adapter, which needs no display where EGL_PLATFORM=surfaceless stands in the environment of the
  // process before Dawn is loaded.
  return ['vulkan', 'opengles'];
}

/**
 * Why Dawn need not try a backend: it would print a warning to stderr in every run of a machine that has none.
 *
 * @returns null where there is no telling
 */
export function obstacleOf(driver: string): string | null {
  if (driver !== 'vulkan' || process.platform !== 'linux') return null;
  const library = 'libvulkan.so.1';
  // The list of the libraries that the loader knows; not there on systems that look through fixed folders.
  const list = '/etc/ld.so.cache';
  if (!existsSync(list) || readFileSync(list).includes(library)) return null;
  const folders = (process.env.LD_LIBRARY_PATH ?? '').split(':').filter((folder) => folder !== '');
  return folders.some((folder) => existsSync(join(folder, library))) ? null : `${library} is not installed`;
}

/** Loads Dawn; a string says why it cannot be. */
export async function loadDawn(): Promise<Dawn | string> {
  const name = 'webgpu';
  try {
    createRequire(import.meta.url).resolve(name);
  } catch {
    return 'the package webgpu is not installed: npm install webgpu';
  }
  try {
    return (await import(name)) as Dawn;
  } catch (error) {
    return `the package webgpu cannot be loaded: ${(error as Error).message}`;
  }
}

/** The adapter that one of Dawn's backends offers, null where it has none. */
export function requestFrom(gpu: GPU, driver: string): Promise<GPUAdapter | null> {
  return gpu.requestAdapter({
    powerPreference: 'high-performance',
    ...(driver === 'opengles' ? { featureLevel: 'compatibility' } : {}),
  } as GPURequestAdapterOptions);
}

/**
 * The first adapter that is a real GPU; where software is allowed, else the first that is not. A string says why there is
 * none.
 *
 * @param toggles Dawn's switches, if not the usual ones: for measurements
 */
export async function findAdapter(
  softwareAllowed: boolean,
  toggles: readonly string[] = TOGGLES,
): Promise<FoundAdapter | string> {
  const dawn = await loadDawn();
  if (typeof dawn === 'string') return dawn;
  Object.assign(globalThis, dawn.globals);
  let software: FoundAdapter | null = null;
  const tried: string[] = [];
  for (const driver of driversOf(process.platform)) {
    const obstacle = obstacleOf(driver);
    if (obstacle !== null) {
      tried.push(`${driver}: ${obstacle}`);
      continue;
    }
    const gpu = dawn.create([`backend=${driver}`, ...toggles]);
    const adapter = await requestFrom(gpu, driver);
    if (adapter === null) {
      tried.push(`${driver}: no adapter`);
      continue;
    }
    const info = infoOf(adapter);
    const isSoftware = isSoftwareAdapter(info);
    const found: FoundAdapter = { gpu, adapter, driver, isSoftware };
    if (!isSoftware) return found;
    tried.push(`${driver}: ${adapterName(info)}, which is software`);
    software ??= found;
  }
  if (software !== null && softwareAllowed) return software;
  return `no ${softwareAllowed ? 'adapter' : 'GPU'} (${tried.join('; ')})`;
}
