import { fileURLToPath } from 'node:url';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { DeviceError } from '../../base/errors.js';
import type { DeviceLink } from './client.js';
import { showNoDisplay } from './show-no-display.js';

/** What the thread is told when it starts. */
export interface DeviceThreadData {
  /** What to open, in the words of the thread. */
  readonly wanted: string;
  /** One entry of shared memory: 1 once the device has been let go of. */
  readonly closed: Int32Array;
}

/** What the thread says of what it has opened. */
export interface Opened {
  /** Name of the evaluator, such as `tfjs:webgpu`. */
  readonly name: string;
  /** What computes, for people. */
  readonly device: string;
  readonly isGpu: boolean;
}

/** What the thread is told afterwards. */
export type OwnerMessage = { readonly connect: MessagePort } | { readonly close: true };

/** What the thread answers first: what it has opened, or why it could not. */
export type ThreadAnswer = { readonly opened: Opened } | { readonly obstacle: string };

/** A device that a thread of its own holds: the only one of this process that touches it. */
export interface Device extends Opened {
  /** This thread's way to it. */
  readonly link: DeviceLink;
  /** Gives another thread, which holds the other end of `port`, its way to the device. */
  readonly connect: (port: MessagePort) => void;
  /** Waits for what is under way and lets go of the device. */
  readonly close: () => Promise<void>;
}

/** Time that a process that ends in haste leaves the device to finish a batch, ms. */
const HASTY_CLOSE_MS = 20_000;

/**
 * Starts the thread that owns the device.
 *
 * However the process ends, short of being killed, the device is drained first: a thread that ends with work pending on a
 * GPU takes the whole process down with it.
 *
 * @throws DeviceError where it cannot be had, saying what was found
 */
export async function openDevice(wanted: string): Promise<Device> {
  showNoDisplay();
  const closed = new Int32Array(new SharedArrayBuffer(4));
  const thread = new Worker(fileURLToPath(import.meta.resolve('#workers/device.js')), {
    workerData: { wanted, closed } satisfies DeviceThreadData,
  });
  const post = (message: OwnerMessage, transfer: MessagePort[] = []): void => thread.postMessage(message, transfer);
  const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
  const answer = await new Promise<ThreadAnswer>((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`it ended with code ${code}`)));
  }).catch((error: Error): ThreadAnswer => ({ obstacle: `the thread that was to open it failed: ${error.message}` }));
  if ('obstacle' in answer) {
    await ended;
    throw new DeviceError(`evaluator ${wanted}: ${answer.obstacle}`);
  }
  // Its requests report a failure; here it must not end the process.
  thread.on('error', () => {});
  const closeInHaste = (): void => {
    post({ close: true });
    Atomics.wait(closed, 0, 0, HASTY_CLOSE_MS);
  };
  process.once('exit', closeInHaste);
  // Nothing that waits for the device waits without a request, and those are waited for.
  thread.unref();
  const { port1, port2 } = new MessageChannel();
  port1.unref();
  const connect = (port: MessagePort): void => post({ connect: port }, [port]);
  connect(port2);
  return {
    ...answer.opened,
    link: { port: port1 },
    connect,
    async close() {
      thread.ref();
      post({ close: true });
      await ended;
      process.removeListener('exit', closeInHaste);
      port1.close();
    },
  };
}
