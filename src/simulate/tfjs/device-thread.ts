import type { MessagePort } from 'node:worker_threads';
import type { DeviceThreadData, OwnerMessage, ThreadAnswer } from '../device/owner.js';
import { servePorts } from '../device/serve-ports.js';
import { SessionFailure } from '../device/session.js';
import type { OpenBackend } from './backend.js';
import { wantedOf } from './names.js';
import { openBackend, openers } from './open-backend.js';
import { tfjsSession } from './tfjs-session.js';

/** The thread that owns the device: opens it, answers all other threads, and lets go of it when it is told. */
export async function runDeviceThread({ wanted, closed }: DeviceThreadData, owner: MessagePort): Promise<void> {
  const answer = (message: ThreadAnswer): void => owner.postMessage(message);
  const found = await openBackend(wantedOf(wanted)!);
  if (!('destroy' in found)) {
    answer({ obstacle: found.map(({ name, reason }) => `${name}: ${reason}`).join('; ') });
    owner.close();
    return;
  }
  const reopen = async () => tfjsSession(await openAgain(found));
  const server = servePorts(tfjsSession(found), reopen);
  // What nobody awaited must not end the thread while a GPU still works for it.
  process.on('uncaughtException', (error) => server.fail(error));
  process.on('unhandledRejection', (error) => server.fail(error));
  owner.on('message', async (message: OwnerMessage) => {
    if ('connect' in message) {
      server.connect(message.connect);
      return;
    }
    await server.close().catch(() => {});
    owner.close();
    Atomics.store(closed, 0, 1);
    Atomics.notify(closed, 0);
  });
  answer({ opened: { name: `tfjs:${found.name}`, device: found.device, isGpu: found.isGpu } });
}

/** The same backend once more, or the failure that it is for those who wait for it; never something slower instead. */
export async function openAgain(
  { name, device, isGpu }: Pick<OpenBackend, 'name' | 'device' | 'isGpu'>,
  from = openers,
): Promise<OpenBackend> {
  const found = await openBackend(name, from);
  if ('destroy' in found && (found.isGpu || !isGpu)) return found;
  if ('destroy' in found) await found.destroy();
  const reasons = 'destroy' in found ? [`only ${found.device} is left`] : found.map(({ reason }) => reason);
  throw new SessionFailure(`${device} was lost and cannot be opened again: ${reasons.join('; ')}; go on with --resume`);
}
