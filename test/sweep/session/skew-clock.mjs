/** Puts this process's clock wrong by so many hours. */
export function skewClock(hours) {
  const now = Date.now;
  const skew = hours * 3_600_000;
  Date.now = () => now() + skew;
  globalThis.Date = class extends Date {
    constructor(...given) {
      super(...(given.length === 0 ? [now() + skew] : given));
    }
  };
}
