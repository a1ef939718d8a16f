/**
 * A memory that WebAssembly kernels of all threads can work on where it is. `buffer` is the one that the program's
 * typed arrays are views of: an array lies in this memory where its `buffer` is that very object. (Once a kernel's
 * thread lets the memory grow, `memory.buffer` is another, longer view of the same bytes.)
 */
export interface SharedMemory {
  readonly memory: WebAssembly.Memory;
  readonly buffer: SharedArrayBuffer;
}

/** Bytes of a page of WebAssembly. */
export const PAGE_BYTES = 1 << 16;

/** Pages that 32-bit addresses reach: 4 GiB. The kernels are compiled for this maximum. */
const MOST_PAGES = 1 << 16;

/** Pages left for the kernels' own work, of all threads together: half a GiB. */
const WORK_PAGES = 1 << 13;

/** Arrays begin here: the first page is left to what a compiler may want to put at fixed addresses. */
const FIRST_BYTE = PAGE_BYTES;

/** Arrays begin on a line of the cache, so that no vector of one lies across two. */
const LINE_BYTES = 64;

/** Arrays for the evaluators, zeroed, and the memory they lie in. */
export interface SharedWords {
  /** Undefined where the arrays do not fit 4 GiB together: each then has a memory of its own, and kernels must copy. */
  readonly home: SharedMemory | undefined;
  readonly arrays: readonly Uint32Array<SharedArrayBuffer>[];
}

/** Allocates arrays of the given lengths in one shared memory, if they fit it. */
export function allocateWords(lengths: readonly number[]): SharedWords {
  const offsets = [FIRST_BYTE];
  for (const length of lengths) offsets.push(Math.ceil((offsets.at(-1)! + 4 * length) / LINE_BYTES) * LINE_BYTES);
  const home = createSharedMemory(Math.ceil(offsets.at(-1)! / PAGE_BYTES));
  const arrays = lengths.map((length, index) =>
    home === undefined
      ? new Uint32Array(new SharedArrayBuffer(4 * length))
      : new Uint32Array(home.buffer, offsets[index]!, length),
  );
  return { home, arrays };
}

/** A memory of so many pages that can grow; undefined where it would be too large, or the machine does not give it. */
export function createSharedMemory(pages: number): SharedMemory | undefined {
  if (pages + WORK_PAGES > MOST_PAGES) return undefined;
  try {
    const memory = new WebAssembly.Memory({ initial: pages, maximum: MOST_PAGES, shared: true });
    return { memory, buffer: memory.buffer };
  } catch {
    return undefined;
  }
}
