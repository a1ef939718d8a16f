import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import util from 'node:util';
import { Worker } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SessionFailure } from '../../../src/simulate/device/session.js';
import { openCpu } from '../../../src/simulate/tfjs/backends/cpu.js';
import { openTensorflow } from '../../../src/simulate/tfjs/backends/tensorflow.js';
import { openWasm } from '../../../src/simulate/tfjs/backends/wasm.js';
import { allReadings, randomSystem } from '../random-system.js';
import { countsByOperation, countsByReference, randomCall } from './rollout-counts.js';

const call = (seed: number) => {
  const system = randomSystem({ seed, unitCount: 5, neighbourCount: 2, ticks: 2, noisy: true, start: 'random' });
  return randomCall(system, allReadings(system).slice(0, 4), 2, 64, seed);
};

describe('openWasm', () => {
  it('opens again after it was destroyed, with a memory of its own', async () => {
    for (const seed of [1, 2]) {
      const opened = await openWasm();
      if (typeof opened === 'string') throw new Error(opened);
      expect(opened.device).toMatch(/^tfjs-backend-wasm 4\.\S+ \(SIMD, one thread\)$/);
      expect(await countsByOperation(call(seed))).toEqual(countsByReference(call(seed)));
      await opened.destroy();
    }
  });

  it('ends a tensor that its memory cannot hold in an error, which is the device’s fault', async () => {
    const opened = await openWasm();
    if (typeof opened === 'string') throw new Error(opened);
    // The heap of 32-bit WebAssembly ends below 4 GiB: no place there for all of this, nor for 2 GiB two times.
    const refused = (attempt: () => unknown, bytes: number): void => {
      expect(attempt).toThrow(new RangeError(`no room for ${bytes} bytes`));
      expect(opened.failureOf(new RangeError())).toBeInstanceOf(SessionFailure);
    };
    refused(() => tf.tidy(() => tf.tile(tf.zeros([1, 1025]), [2 ** 20, 1])), 1025 * 2 ** 22);
    const { wasm } = tf.backend() as unknown as { wasm: { _malloc: (bytes: number) => number } };
    wasm._malloc(2 ** 31);
    refused(() => wasm._malloc(2 ** 31), 2 ** 31);
    expect(opened.failureOf(new Error('a fault of ours'))).toBeNull();
    await opened.destroy();
  });

  it('opens in a thread of its own', async () => {
    const module = resolve('dist/src/simulate/tfjs/backends/wasm.js');
    const code = `import('${module}').then(({ openWasm }) => openWasm()).then((opened) =>
      require('node:worker_threads').parentPort.postMessage(opened.device ?? opened));`;
    const worker = new Worker(code, { eval: true });
    const device = await new Promise((found, failed) => worker.once('message', found).once('error', failed));
    await worker.terminate();
    expect(device).toMatch(/^tfjs-backend-wasm 4/);
  });
});

describe('openTensorflow', () => {
  const GPU = '@tensorflow/tfjs-node-gpu';
  const PROCESSOR = '@tensorflow/tfjs-node';
  let folder: string;
  /** Node's own way to a package of the folder. */
  const load = async (name: string): Promise<unknown> => createRequire(join(folder, 'from.js'))(name);
  const install = (name: string, code: string): void => {
    const place = join(folder, 'node_modules', name);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'package.json'), JSON.stringify({ name, version: '4.22.0', main: 'index.js' }));
    writeFileSync(join(place, 'index.js'), code);
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'scarce-tfjs-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('says of each package that it is not installed', async () => {
    expect(await openTensorflow(load)).toBe(
      `${GPU} is not installed (npm install ${GPU}); ${PROCESSOR} is not installed (npm install ${PROCESSOR})`,
    );
    const asModule = async (name: string): Promise<unknown> => {
      const error = new Error(`Cannot find package '${name}' imported from /somewhere/tensorflow.js`);
      throw Object.assign(error, { code: 'ERR_MODULE_NOT_FOUND' });
    };
    expect(await openTensorflow(asModule)).toContain(`${GPU} is not installed (npm`);
  });

  it('tells a package without its native part from one that is not there', async () => {
    // What tfjs-node 4.22.0 says where its install script has not run.
    const text = `The Node.js native addon module (tfjs_binding.node) can not be found at path: /x/tfjs_binding.node. \\nPlease`;
    install(GPU, `throw new Error('${text}');`);
    // A file that no linker takes for a library.
    install(PROCESSOR, `require('./tfjs_binding.node');`);
    writeFileSync(join(folder, 'node_modules', PROCESSOR, 'tfjs_binding.node'), 'no library');
    const reason = await openTensorflow(load);
    expect(reason).toMatch(
      `${GPU} is installed without its native part (The Node.js native addon module (tfjs_binding.node) can not be found ` +
        `at path: /x/tfjs_binding.node.): let its install script run, or npm rebuild ${GPU} --build-addon-from-source; `,
    );
    expect(reason).toContain(`${PROCESSOR} is installed, but its native part cannot be linked (`);
  });

  it('does not take a missing dependency of a package for the package', async () => {
    install(GPU, `require('@mapbox/node-pre-gyp');`);
    expect(await openTensorflow(load)).toContain(
      `${GPU} is installed, but cannot be loaded (Cannot find module '@mapbox/node-pre-gyp'): npm install ${GPU}`,
    );
  });

  it('opens what registers the backend, with what Node 23 removed put back before', async () => {
    await openCpu();
    const { isArray, isNullOrUndefined } = util as unknown as Record<string, unknown>;
    Reflect.deleteProperty(util, 'isArray');
    Reflect.deleteProperty(util, 'isNullOrUndefined');
    let seen: unknown[] = [];
    // Stands in for the package: the processor's kernels under the other name, and what the package's backend tells of itself.
    const standIn = async (name: string): Promise<unknown> => {
      if (name === GPU) throw Object.assign(new Error(`Cannot find module '${name}'`), { code: 'MODULE_NOT_FOUND' });
      const old = util as unknown as Record<'isArray' | 'isNullOrUndefined', (value: unknown) => boolean>;
      seen = [old.isArray([]), old.isNullOrUndefined(undefined), old.isNullOrUndefined(0)];
      const cpu = tf.findBackend('cpu');
      const backend = Object.assign(Object.create(cpu), {
        isUsingGpuDevice: false,
        binding: { TF_Version: '2.9.1' },
      });
      tf.registerBackend('tensorflow', () => backend);
      tf.copyRegisteredKernels('cpu', 'tensorflow');
      return { version: { 'tfjs-node': '4.22.0' } };
    };
    try {
      const opened = await openTensorflow(standIn);
      if (typeof opened === 'string') throw new Error(opened);
      expect(seen).toEqual([true, true, false]);
      expect(opened).toMatchObject({
        name: 'tensorflow',
        device: 'tfjs-node 4.22.0 (TensorFlow 2.9.1, processor)',
        isGpu: false,
      });
      expect(tf.getBackend()).toBe('tensorflow');
      expect(await countsByOperation(call(3))).toEqual(countsByReference(call(3)));
      const oom = new Error('OOM when allocating tensor with shape[1024]');
      expect(opened.failureOf(oom)?.message).toBe(`TensorFlow: ${oom.message}`);
      expect(opened.failureOf(new Error('Invalid TF_Status: 3'))).toBeNull();
      await opened.destroy();
    } finally {
      Object.assign(util, { isArray, isNullOrUndefined });
    }
  });
});
