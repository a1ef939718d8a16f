import { DeviceError } from '../../base/errors.js';
import { createSharedMemory, PAGE_BYTES, type SharedMemory } from '../shared-memory.js';
import { kernelObstacle } from './kernel.js';

/**
 * One thread's own region of a shared memory, lent to one evaluator after the other. It is had by growing the memory,
 * which is atomic: no two threads get the same pages, and nobody has to hand them out.
 */
export class Workspace {
  private base = 0;
  private bytes = 0;
  private owner: object | null = null;

  constructor(readonly memory: WebAssembly.Memory) {}

  /**
   * A region of at least `bytes` bytes for `owner`, on a page boundary. Its contents are what the owner left there
   * unless `lost`: then another evaluator has used it or it lies elsewhere now.
   *
   * @throws DeviceError where the memory cannot grow
   */
  claim(owner: object, bytes: number): { base: number; lost: boolean } {
    let lost = this.owner !== owner;
    if (bytes > this.bytes) {
      this.grow(bytes);
      lost = true;
    }
    this.owner = owner;
    return { base: this.base, lost };
  }

  private grow(bytes: number): void {
    const pages = Math.ceil(bytes / PAGE_BYTES);
    const more = pages - this.bytes / PAGE_BYTES;
    const first = this.growMemory(more);
    // Pages that follow the region's own are added to it; where another thread grew in between, a new one is begun.
    const follows = first * PAGE_BYTES === this.base + this.bytes;
    if (!follows) this.base = (more === pages ? first : this.growMemory(pages)) * PAGE_BYTES;
    this.bytes = pages * PAGE_BYTES;
  }

  private growMemory(pages: number): number {
    try {
      return this.memory.grow(pages);
    } catch (error) {
      const mebibytes = (count: number): string => `${((count * PAGE_BYTES) / 2 ** 20).toFixed(0)} MiB`;
      throw new DeviceError(
        `evaluator wasm: no ${mebibytes(pages)} more of memory beside ${mebibytes(this.memory.buffer.byteLength / PAGE_BYTES)}: ` +
          'use fewer workers, a smaller population or fewer samples, or --evaluator reference',
        { cause: error },
      );
    }
  }
}

const workspaces = new WeakMap<WebAssembly.Memory, Workspace>();
let ownMemory: SharedMemory | undefined;

/** The present thread's workspace in `home`, or in a memory of the thread's own where there is none. */
export function workspaceIn(home: SharedMemory | undefined): Workspace {
  const shared = home ?? (ownMemory ??= createSharedMemory(1));
  if (shared === undefined) {
    // Where the kernel runs, shared memory is known, and one page of it was refused.
    throw new DeviceError(
      kernelObstacle() === null
        ? 'evaluator wasm: no shared memory of 4 GiB of addresses (64 KiB of memory at first) could be had: likely a limit ' +
            'of memory or of addresses (ulimit -v) is reached; use fewer runs or workers at once, or --evaluator reference'
        : 'evaluator wasm: this machine gives no shared memory to WebAssembly: use --evaluator reference',
    );
  }
  const known = workspaces.get(shared.memory) ?? new Workspace(shared.memory);
  workspaces.set(shared.memory, known);
  return known;
}
