import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/** Imported before a program (node --import): when it ends, its greatest resident size in KiB goes to descriptor 3. */
if (isMainThread) process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)));
