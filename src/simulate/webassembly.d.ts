/*
 * What is used of WebAssembly: TypeScript declares it only among the types of browsers (WebAssembly JavaScript Interface,
 * W3C), which this program is not one of.
 */
declare namespace WebAssembly {
  class Memory {
    constructor(descriptor: { initial: number; maximum: number; shared: true });
    /** All bytes that there are now; after growth another object over the same bytes. */
    readonly buffer: SharedArrayBuffer;
    /** Adds pages of 64 KiB; returns the number that there was before. */
    grow(pages: number): number;
  }
  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer>);
  }
  class Instance {
    constructor(module: Module, imports: { env: { memory: Memory } });
    readonly exports: Readonly<Record<string, unknown>>;
  }
  /** A trap, or what a module of Emscripten throws when it aborts. */
  class RuntimeError extends Error {}
  function validate(bytes: Uint8Array<ArrayBuffer>): boolean;
}
