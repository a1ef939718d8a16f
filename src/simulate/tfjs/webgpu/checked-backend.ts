import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { InvariantError } from '../../../base/errors.js';
import { SessionFailure } from '../../device/session.js';
import { SUBGROUP_DIRECTIVES } from './kernel/count-code.js';

/** The kinds of errors that a device reports when it likes; each is caught by a scope of its own. */
const KINDS = ['validation', 'internal', 'out-of-memory'] as const;

/**
 * TensorFlow.js's backend, but for this: what the device finds wrong with any work since the last read is thrown by the
 * next read. Otherwise a batch that did not get its memory would come back as counts of something else.
 */
export class CheckedBackend extends WebGPUBackend {
  private checks: Promise<Error | null>[] = [];

  constructor(
    device: GPUDevice,
    info: GPUAdapterInfo,
    readonly isSoftware: boolean,
  ) {
    super(device, info);
    allowDirectives(device);
  }

  override runWebGPUProgram(
    ...args: Parameters<WebGPUBackend['runWebGPUProgram']>
  ): ReturnType<WebGPUBackend['runWebGPUProgram']> {
    return this.checked(() => super.runWebGPUProgram(...args));
  }

  override async read(dataId: object): ReturnType<WebGPUBackend['read']> {
    const values = this.checked(() => super.read(dataId));
    const [read, ...found] = await Promise.allSettled([values, ...this.checks.splice(0)]);
    for (const check of found) {
      const error = check.status === 'rejected' ? (check.reason as Error) : check.value;
      if (error !== null) throw error;
    }
    if (read.status === 'rejected') throw read.reason;
    return read.value;
  }

  /** Does what submits work at once, and notes what is found wrong with it later. */
  private checked<T>(work: () => T): T {
    for (const kind of KINDS) this.device.pushErrorScope(kind);
    try {
      return work();
    } catch (error) {
      // A buffer that is to be filled while it is made, and cannot be made.
      if (error instanceof RangeError) throw new SessionFailure(`out of memory: ${error.message}`, { cause: error });
      throw error;
    } finally {
      for (const kind of KINDS.toReversed()) {
        const check = this.device.popErrorScope().then((error) => error && failureOf(kind, error.message));
        // It is looked at by the next read; until then nobody else must take it for unhandled.
        check.catch(() => {});
        this.checks.push(check);
      }
    }
  }
}

function failureOf(kind: (typeof KINDS)[number], message: string): Error {
  const text = message.trim();
  if (kind === 'validation') return new InvariantError(`WebGPU: ${text}`);
  return new SessionFailure(
    kind === 'internal' ? `the device failed: ${text}` : `the device is out of memory: ${text}`,
  );
}

/**
 * TensorFlow.js puts declarations of its own in front of a kernel's code, and directives must stand before all of them: so
 * those of kernels that use subgroups are put there on the way to the device.
 */
function allowDirectives(device: GPUDevice): void {
  const create = device.createShaderModule.bind(device);
  device.createShaderModule = (given) =>
    create(given.code.includes('subgroupAdd(') ? { ...given, code: SUBGROUP_DIRECTIVES + given.code } : given);
}
