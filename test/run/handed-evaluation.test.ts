import { describe, expect, it } from 'vitest';
import { evaluationOf, LEAST_GPU_UPDATES } from '../../src/run/evaluation.js';
import type { Device } from '../../src/simulate/device/owner.js';
import { checkHeldOpen } from './held-open.js';
import { temporaryFolder } from './scenario-text.js';

const folder = temporaryFolder();

describe('runs in worker threads on a device that the main thread holds', () => {
  it('have the digests of wasm, one after another and at once', () => checkHeldOpen('tfjs:cpu', folder));
});

describe('an evaluation that is handed in', () => {
  const close = async (): Promise<void> => {
    throw new Error('closed by a job that did not open it');
  };
  const posted: unknown[] = [];
  const link = { port: { postMessage: (message: unknown) => posted.push(message) } };
  const evaluation = { name: 'tfjs:webgpu', where: 'a card', device: { link } as unknown as Device, close };

  it('is taken by auto where a run is large enough, and wasm otherwise', async () => {
    const asked = { evaluator: 'auto', evaluation };
    const [small, large] = [
      await evaluationOf(asked, () => LEAST_GPU_UPDATES - 1),
      await evaluationOf(asked, () => LEAST_GPU_UPDATES),
    ];
    expect(small).toMatchObject({ name: 'wasm', where: 'cpu', device: undefined });
    expect(large).toMatchObject({ name: 'tfjs:webgpu', where: 'a card', device: evaluation.device });
    expect(await evaluationOf({ ...asked, evaluator: 'gpu' }, () => 0)).toMatchObject({ name: 'tfjs:webgpu' });
    for (const found of [small, large]) await found.close();
    // The device forgets what the one job that had it asked for.
    expect(posted).toEqual([{ kind: 'forget' }]);
  });

  it('without a device is taken as it is: no GPU was found for any run', async () => {
    const wasm = { name: 'wasm', where: 'cpu', device: undefined, close };
    const found = await evaluationOf({ evaluator: 'auto', evaluation: wasm }, () => LEAST_GPU_UPDATES);
    expect(found).toMatchObject({ name: 'wasm', device: undefined });
  });
});
