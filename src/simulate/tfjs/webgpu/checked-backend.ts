import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { InvariantError } from '../../../base/errors.js';
import { SessionFailure } from '../../device/session.js';
import { SUBGROUP_DIRECTIVES } from './kernel/count-code.js';

/** The kinds of errors that a device reports when it likes; each is caught by a scope of its own. */
const KINDS = ['validation', 'internal', 'out-of-memory'] as const;
type Kind = (typeof KINDS)[number];

/** Small enough to stay in a core's cache between the two copies. */
const PIECE_BYTES = 1 << 20;

/**
 * TensorFlow.js's backend, but for two things.
 *
 * What the device finds wrong with any work since the last read is thrown by the next read: otherwise a batch that did not
 * get its memory would come back as counts of something else. And values go to the device by one copy: TensorFlow.js fills
 * a buffer of zeros that is made for the purpose, and lets the device copy that, ten times slower under Mesa.
 */
export class CheckedBackend extends WebGPUBackend {
  private readonly checks = new Set<Promise<void>>();
  private faults: Error[] = [];
  private piece: Uint8Array<ArrayBuffer> | null = null;

  constructor(
    device: GPUDevice,
    info: GPUAdapterInfo,
    readonly isSoftware: boolean,
  ) {
    super(device, info);
    allowDirectives(device);
    device.addEventListener('uncapturederror', (event) => {
      const { error } = event as GPUUncapturedErrorEvent;
      event.preventDefault();
      this.faults.push(faultOf(kindOf(error), error.message));
    });
  }

  override runWebGPUProgram(
    ...args: Parameters<WebGPUBackend['runWebGPUProgram']>
  ): ReturnType<WebGPUBackend['runWebGPUProgram']> {
    return this.checked(() => super.runWebGPUProgram(...args));
  }

  /** A buffer that was used before is written to before what is submitted from now on, and after what has been submitted. */
  override uploadToGPU(dataId: object): void {
    const data = this.tensorMap.get(dataId);
    const { resource, values, dtype } = data;
    const isPlain =
      (dtype === 'int32' && values instanceof Int32Array) || (dtype === 'float32' && values instanceof Float32Array);
    if (resource || !isPlain) {
      super.uploadToGPU(dataId);
      return;
    }
    const buffer = this.bufferManager.acquireBuffer(
      values.byteLength,
      GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
    );
    this.writeTo(buffer, values);
    data.resource = buffer;
    // As TensorFlow.js does: what lies on the device is not kept here too.
    (data as { values: typeof values | null }).values = null;
  }

  /** Dawn for Node crashes on shared memory, in which genomes lie: that goes by pieces through memory of its own. */
  private writeTo(buffer: GPUBuffer, values: Int32Array | Float32Array): void {
    if (!(values.buffer instanceof SharedArrayBuffer)) {
      this.queue.writeBuffer(buffer, 0, values);
      return;
    }
    this.piece ??= new Uint8Array(PIECE_BYTES);
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
      const part = bytes.subarray(at, at + PIECE_BYTES);
      this.piece.set(part);
      this.queue.writeBuffer(buffer, at, this.piece, 0, part.length);
    }
  }

  override async read(dataId: object): ReturnType<WebGPUBackend['read']> {
    const values = this.checked(() => super.read(dataId));
    const [read] = await Promise.allSettled([values, this.settled()]);
    const [fault] = this.faults.splice(0);
    if (fault !== undefined) throw fault;
    if (read.status === 'rejected') throw read.reason;
    return read.value;
  }

  /** Does what submits work at once, and notes what is found wrong with it later. */
  checked<T>(work: () => T): T {
    for (const kind of KINDS) this.device.pushErrorScope(kind);
    try {
      return work();
    } catch (error) {
      // A buffer that is to be filled while it is made, and cannot be made.
      if (error instanceof RangeError) throw new SessionFailure(`out of memory: ${error.message}`, { cause: error });
      throw error;
    } finally {
      for (const kind of KINDS.toReversed()) this.closeScope(kind);
    }
  }

  /** Waits until everything that was submitted has been looked at; nothing is pending then but reads. */
  async settled(): Promise<void> {
    await Promise.all(this.checks);
  }

  private closeScope(kind: Kind): void {
    const check = this.device.popErrorScope().then(
      (error) => {
        if (error !== null) this.faults.push(faultOf(kind, error.message));
      },
      // A device that is gone does not say what was wrong; the read says that it is gone.
      () => {},
    );
    this.checks.add(check);
    void check.then(() => this.checks.delete(check));
  }
}

/** The kind of an error that came outside of all scopes. */
function kindOf(error: GPUError): Kind {
  if (error instanceof GPUOutOfMemoryError) return 'out-of-memory';
  return error instanceof GPUInternalError ? 'internal' : 'validation';
}

function faultOf(kind: Kind, message: string): Error {
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
