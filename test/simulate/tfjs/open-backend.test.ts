import { describe, expect, it } from 'vitest';
import { SessionFailure } from '../../../src/simulate/device/session.js';
import type { BackendName, OpenBackend } from '../../../src/simulate/tfjs/backend.js';
import { openAgain } from '../../../src/simulate/tfjs/device-thread.js';
import { type Opener, openBackend } from '../../../src/simulate/tfjs/open-backend.js';

/** Backends that open as they are told to: on a GPU, on something else, or not at all. */
function backends(found: Partial<Record<BackendName, { isGpu: boolean } | string>>) {
  const log: string[] = [];
  const opener =
    (name: BackendName): Opener =>
    async ({ softwareAllowed }) => {
      log.push(`open ${name}${softwareAllowed ? '' : ', no software'}`);
      const own = found[name] ?? 'not here';
      if (typeof own === 'string') return own;
      const destroy = async (): Promise<void> => void log.push(`destroy ${name}`);
      return { name, device: `${name} device`, destroy, ...own } as OpenBackend;
    };
  const names = ['tensorflow', 'webgpu', 'wasm', 'cpu'] as const;
  const from = Object.fromEntries(names.map((name) => [name, opener(name)])) as Record<BackendName, Opener>;
  return { from, log };
}

describe('a backend', () => {
  it('is the first that opens, software too, where any will do', async () => {
    const { from, log } = backends({ webgpu: { isGpu: false }, wasm: { isGpu: false } });
    expect(await openBackend('first', from)).toMatchObject({ name: 'webgpu' });
    expect(log).toEqual(['open tensorflow', 'open webgpu']);
  });

  it('is a GPU where one is asked for: what is none is let go of, and told of', async () => {
    const { from, log } = backends({ tensorflow: { isGpu: false }, webgpu: { isGpu: true }, wasm: { isGpu: false } });
    expect(await openBackend('gpu', from)).toMatchObject({ name: 'webgpu' });
    expect(log).toEqual(['open tensorflow, no software', 'destroy tensorflow', 'open webgpu, no software']);
    const none = backends({ tensorflow: { isGpu: false }, wasm: { isGpu: false } });
    expect(await openBackend('gpu', none.from)).toEqual([
      { name: 'tensorflow', reason: 'tensorflow device is no GPU' },
      { name: 'webgpu', reason: 'not here' },
    ]);
  });
});

describe('a backend that is opened again', () => {
  const lost = { name: 'webgpu', device: 'a GPU', isGpu: true } as const;

  it('is what it was', async () => {
    expect(await openAgain(lost, backends({ webgpu: { isGpu: true } }).from)).toMatchObject({ isGpu: true });
    const software = { ...lost, isGpu: false };
    expect(await openAgain(software, backends({ webgpu: { isGpu: false } }).from)).toMatchObject({ isGpu: false });
  });

  it('is never something slower in its place', async () => {
    const { from, log } = backends({ webgpu: { isGpu: false }, wasm: { isGpu: false } });
    const failure = await openAgain(lost, from).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SessionFailure);
    expect(String(failure)).toContain('a GPU was lost and cannot be opened again: only webgpu device is left');
    expect(log).toEqual(['open webgpu', 'destroy webgpu']);
    await expect(openAgain(lost, backends({}).from)).rejects.toThrow('cannot be opened again: not here');
  });
});
