// Computes all of a sweep's directory: node timed-session.mjs DIRECTORY THREADS
// Prints the milliseconds that it took, on the clock and of the processor, the start of the threads included.
import { loadSweepDirectory } from '../../dist/src/sweep/open-sweep.js';
import { runSession } from '../../dist/src/sweep/session/session.js';

const [directory, threads] = process.argv.slice(2);
const sweep = await loadSweepDirectory(directory);
const start = performance.now();
const cpu = process.cpuUsage();
const { counts } = await runSession(sweep, directory, {
  ...{ threads: Number(threads), shard: null, wait: true, packageVersion: '0.0.0' },
});
if (counts.finished !== sweep.points.length) throw new Error(JSON.stringify(counts));
const { user, system } = process.cpuUsage(cpu);
const mebibytes = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ wallMs: performance.now() - start, cpuMs: (user + system) / 1000, mebibytes }));
