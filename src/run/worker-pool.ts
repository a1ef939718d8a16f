import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { MessageChannel, type MessagePort, parentPort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { DeviceError, InvariantError } from '../base/errors.js';
import type { DeviceLink } from '../simulate/device/client.js';
import type { Device } from '../simulate/device/owner.js';
import { isOnDevice } from '../simulate/evaluators.js';

/** What went wrong in the work itself, as a worker sends it back: classes of errors do not cross threads. */
export interface WorkFault {
  readonly ofDevice: boolean;
  /** The message of a fault of the machine, the stack trace of any other. */
  readonly text: string;
}

/** What a worker sends back of a task: its result, or the fault of the work, which would come again in any other worker. */
export type Answer<Result> = { readonly result: Result } | { readonly fault: WorkFault };

/** Does a task inside a worker. A worker that dies gives no answer at all; its task is then given to another one. */
export function answer<Result>(work: () => Result): Answer<Result> {
  try {
    return { result: work() };
  } catch (error) {
    return { fault: faultOf(error) };
  }
}

/** The like for work that waits. */
export async function answerLater<Result>(work: () => Promise<Result>): Promise<Answer<Result>> {
  try {
    return { result: await work() };
  } catch (error) {
    return { fault: faultOf(error) };
  }
}

function faultOf(error: unknown): WorkFault {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const ofDevice = error instanceof DeviceError;
  return { ofDevice, text: ofDevice ? message : (stack ?? message) };
}

/** Time that threads which have not loaded their code are waited for before they are ended, ms. */
const LOADING_MS = 5000;

/** Times that a task lost with its worker is given to another one. */
const RETRIES = 2;

/**
 * Runs a task, in another worker if its own dies, and throws the fault of the work if it has one.
 *
 * @param run resolves to the answer; rejects where the worker died
 * @param describe what a task is, to follow "a worker died 3 times at …"
 */
export function withRetries<Task, Result>(
  run: (task: Task) => Promise<Answer<Result>>,
  describe: (task: Task) => string,
): (task: Task) => Promise<Result> {
  const attempt = async (task: Task, left: number): Promise<Answer<Result>> => {
    try {
      return await run(task);
    } catch (error) {
      if (left > 0) return attempt(task, left - 1);
      const cause = error instanceof Error ? error.message : String(error);
      throw new DeviceError(
        `a worker died ${RETRIES + 1} times at ${describe(task)}: ${cause}; ` +
          `continue with --resume, with fewer workers if memory is short`,
        { cause: error },
      );
    }
  };
  return async (task) => {
    const given = await attempt(task, RETRIES);
    if ('result' in given) return given.result;
    throw given.fault.ofDevice ? new DeviceError(given.fault.text) : new InvariantError(given.fault.text);
  };
}

/** Worker threads that do tasks of one kind, each in any of them. `threads` is for tests that end one. */
export interface WorkerPool<Task, Result> {
  run(task: Task): Promise<Result>;
  close(): Promise<void>;
  readonly threads: Piscina['threads'];
}

/**
 * Starts worker threads with Piscina; a task whose worker dies is given to another one.
 *
 * @param entry name of the worker's file in `workers/`, without its ending
 * @param context what every worker is told once, when it starts
 * @param device what workers get their way to when they ask for it by {@link withDevice}
 */
export function workerPool<Task, Result>(
  entry: string,
  context: unknown,
  workers: number,
  describe: (task: Task) => string,
  device?: Device,
): WorkerPool<Task, Result> {
  const pool = startThreads<Task, Answer<Result>>(entry, context, workers, device);
  return {
    get threads() {
      return pool.threads;
    },
    run: withRetries((task) => pool.run(task), describe),
    close: () => pool.close(),
  };
}

/** The same without second tries: a task is refused where its worker dies. */
export function startThreads<Task, Result>(
  entry: string,
  context: unknown,
  workers: number,
  device?: Device,
): WorkerPool<Task, Result> {
  const pool = new Piscina({
    filename: fileURLToPath(import.meta.resolve(`#workers/${entry}.js`)),
    minThreads: workers,
    maxThreads: workers,
    idleTimeout: Number.POSITIVE_INFINITY,
    workerData: context,
  });
  // A worker that dies idle is replaced by the pool; the error would otherwise end the process.
  pool.on('error', () => {});
  let loaded = 0;
  let whenLoaded = (): void => {};
  pool.on('message', (message: WorkerMessage) => {
    if ('device' in message) device?.connect(message.device);
    else loaded++;
    whenLoaded();
  });
  return {
    get threads() {
      return pool.threads;
    },
    run: (task) => pool.run(task) as Promise<Result>,
    async close() {
      // A thread that is ended while it loads its code may take the process with it (seen once, on 16 cores).
      const all = new Promise<void>((resolve) => {
        whenLoaded = () => loaded >= pool.threads.length && resolve();
        whenLoaded();
      });
      const patience = new AbortController();
      await Promise.race([all, setTimeout(LOADING_MS, undefined, { signal: patience.signal }).catch(() => {})]);
      patience.abort();
      await pool.destroy();
    },
  };
}

/** What a worker says beside its answers: that its code is loaded, or its end of a way to the device. */
type WorkerMessage = { readonly loaded: true } | { readonly device: MessagePort };

/** Inside a worker, first of all: says that its code is loaded. */
export function sayLoaded(): void {
  parentPort!.postMessage({ loaded: true } satisfies WorkerMessage);
}

/** Inside a worker: what it was told, with its own way to the device that the main thread holds, if there is one. */
export function withDevice<Context extends { readonly evaluator: string }>(
  context: Context,
): Context & { readonly device?: DeviceLink } {
  if (!isOnDevice(context.evaluator)) return context;
  const { port1, port2 } = new MessageChannel();
  parentPort!.postMessage({ device: port2 } satisfies WorkerMessage, [port2]);
  port1.unref();
  return { ...context, device: { port: port1 } };
}

/** Lets signals and timers have their turn between two tasks that are done in the main thread. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
