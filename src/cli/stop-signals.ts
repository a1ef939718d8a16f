/**
 * Calls `stop` at the first signal that asks work to end; a second one of SIGINT or SIGTERM ends the process at once.
 *
 * A terminal that is closed sends SIGHUP more than once, from the system and from the shell: it never ends the process.
 *
 * @returns what makes the signals mean again what they did
 */
export function onStopSignal(stop: (signal: NodeJS.Signals) => void): () => void {
  process.once('SIGINT', stop).once('SIGTERM', stop).on('SIGHUP', stop);
  return () => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeListener(signal, stop);
  };
}
