/** Plans that nobody holds and that are known still: the next run is likely to be of the same lattice. */
const KEPT = 32;

/** Counts who holds a plan. */
export interface KnownPlans {
  readonly hold: (key: string) => void;
  readonly release: (key: string) => void;
}

/**
 * Plans by key: those that are held, and of the others those that were released last. A device that serves thousands of
 * runs, one after another, would fill with their plans otherwise.
 *
 * @param forget called with a plan that is to be known no more
 */
export function knownPlans(forget: (key: string) => void, kept = KEPT): KnownPlans {
  const holders = new Map<string, number>();
  /** In the order of their release. */
  const free = new Set<string>();
  return {
    hold(key) {
      free.delete(key);
      holders.set(key, (holders.get(key) ?? 0) + 1);
    },
    release(key) {
      const left = holders.get(key)! - 1;
      if (left > 0) {
        holders.set(key, left);
        return;
      }
      holders.delete(key);
      free.add(key);
      const [oldest] = free;
      if (free.size <= kept) return;
      free.delete(oldest!);
      forget(oldest!);
    },
  };
}
