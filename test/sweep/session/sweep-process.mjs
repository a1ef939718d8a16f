// Works on a sweep's directory until nothing is left, as a process of its own: node sweep-process.mjs DIRECTORY [THREADS [HOURS]]
// Tells every event but progress as a line of JSON, and of progress how far each run is. Ends with 75 where it was stopped.
// HOURS: its clock is wrong by so many.
import { skewClock } from './skew-clock.mjs';

const [directory, threads = '1', hours = '0'] = process.argv.slice(2);
if (Number(hours) !== 0) skewClock(Number(hours));
const { loadSweepDirectory } = await import('../../../dist/src/sweep/open-sweep.js');
const { runSession } = await import('../../../dist/src/sweep/session/session.js');

const interruption = new AbortController();
process.once('SIGTERM', () => interruption.abort());
const tell = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

const outcome = await runSession(await loadSweepDirectory(directory), directory, {
  ...{ threads: Number(threads), shard: null, wait: true, packageVersion: '0.0.0', interrupted: interruption.signal },
  onEvent(event) {
    if (event.kind === 'progress') {
      for (const { point, progress } of event.running) {
        if (progress !== null) tell({ kind: 'at', id: point.id, done: progress.done });
      }
    } else {
      tell({ ...event, id: event.point?.id });
    }
  },
});
tell({ kind: 'outcome', ...outcome });
if (outcome.status === 'stopped') process.exitCode = 75;
