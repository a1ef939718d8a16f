import util from 'node:util';

/**
 * Puts back into `util` what Node 23 removed and tfjs-node 4.22 still calls. It reads them when it calls them, so once
 * before its first operation is early enough.
 */
export function restoreUtil(): void {
  const removed: Record<string, (value: unknown) => boolean> = {
    isArray: Array.isArray,
    isNullOrUndefined: (value) => value === null || value === undefined,
  };
  for (const [name, test] of Object.entries(removed)) {
    if (!Object.hasOwn(util, name))
      Object.defineProperty(util, name, { value: test, configurable: true, writable: true });
  }
}
