import { showNoDisplay } from '../device/show-no-display.js';
import type { BackendName } from './backend.js';
import { openBackend } from './open-backend.js';
import type { Offer } from './webgpu/list-adapters.js';

/** What is looked at: the adapters, or whether a backend opens. */
export type Examined = 'adapters' | BackendName;

/** What was found, so that it can be sent from one process to another. */
export type Answer =
  | { readonly adapters: readonly Offer[] | string }
  | { readonly device: string; readonly isGpu: boolean }
  | { readonly obstacle: string };

/** Looks, and leaves nothing open. For a process of its own: drivers can take theirs down with them. */
export async function examine(what: Examined): Promise<Answer> {
  showNoDisplay();
  if (what === 'adapters') return { adapters: await (await import('./webgpu/list-adapters.js')).listAdapters() };
  const found = await openBackend(what);
  if (!('destroy' in found)) return { obstacle: found.map(({ reason }) => reason).join('; ') };
  const { device, isGpu } = found;
  await found.destroy();
  return { device, isGpu };
}
