import { createHash } from 'node:crypto';
import { serialize } from 'node:v8';
import type { MessagePort } from 'node:worker_threads';
import { DeviceError } from '../../base/errors.js';
import { BatchServer } from './batch-server.js';
import { knownPlans } from './known-plans.js';
import { type EvaluateMessage, type Fault, type Message, Signal } from './protocol.js';
import { type PlanSource, type Session, SessionFailure } from './session.js';

/** The device's owner, as threads reach it through their ports. */
export interface PortServer {
  readonly connect: (port: MessagePort) => void;
  /** Fails every request that is open, now and from now on: the thread cannot answer any more. */
  readonly fail: (error: unknown) => void;
  /** Drains, lets go of the device and closes all ports. */
  readonly close: () => Promise<void>;
}

/** @param reopen opens the device again after it has failed */
export function servePorts<Plan>(session: Session<Plan>, reopen: () => Promise<Session<Plan>>): PortServer {
  const sources = new Map<string, PlanSource>();
  const known = knownPlans((key) => {
    server.forget(key);
    sources.delete(key);
  });
  const load = (on: Session<Plan>, key: string): Plan => on.plan(sources.get(key)!);
  const server = new BatchServer<string, Plan>(reopen, load, session);
  const ports = new Set<MessagePort>();
  const open = new Set<EvaluateMessage>();
  let failure: { readonly error: unknown } | null = null;

  const wake = (message: EvaluateMessage, signal: number): void => {
    open.delete(message);
    Atomics.store(message.signal, 0, signal);
    Atomics.notify(message.signal, 0);
  };
  const refuse = (port: MessagePort, message: EvaluateMessage, error: unknown): void => {
    port.postMessage(faultOf(error));
    wake(message, Signal.failed);
  };

  const evaluate = (port: MessagePort, key: string | undefined, message: EvaluateMessage): void => {
    if (failure !== null || key === undefined) {
      refuse(port, message, failure?.error ?? new Error(`plan ${message.plan} was never sent`));
      return;
    }
    open.add(message);
    const { loci, count, stimulus, cells } = message;
    const width = cells.length / count;
    server.submit({
      plan: key,
      loci: new Int32Array(loci.buffer, loci.byteOffset, loci.length),
      count,
      stimulus,
      give: (first, found) => cells.set(found, first * width),
      done: () => wake(message, Signal.done),
      fail: (error) => {
        if (open.has(message)) refuse(port, message, error);
      },
    });
  };

  return {
    connect(port) {
      const keys = new Map<number, string>();
      const release = (): void => {
        for (const key of keys.values()) known.release(key);
        keys.clear();
      };
      ports.add(port);
      port.on('message', (message: Message) => {
        if (message.kind === 'evaluate') {
          evaluate(port, keys.get(message.plan), message);
          return;
        }
        if (message.kind === 'forget') {
          release();
          return;
        }
        // Equal plans of different threads are one, so that their requests can share a batch.
        const key = createHash('sha256').update(serialize(message.source)).digest('base64');
        keys.set(message.plan, key);
        known.hold(key);
        if (!sources.has(key)) sources.set(key, message.source);
      });
      port.on('close', () => {
        ports.delete(port);
        release();
      });
    },
    fail(error) {
      failure = { error };
      for (const message of open) wake(message, Signal.gone);
    },
    async close() {
      await server.close();
      for (const port of ports) port.close();
    },
  };
}

/** What the sender of a request is told. */
function faultOf(error: unknown): Fault {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const ofDevice = error instanceof SessionFailure || error instanceof DeviceError;
  return { ofDevice, text: ofDevice ? message : (stack ?? message) };
}
