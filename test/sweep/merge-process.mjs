// A process of its own that merges a sweep (a JSON file) and asks a query: node merge-process.mjs SWEEP DIRECTORY SQL
import { readFileSync } from 'node:fs';
import { queryFiles } from '../../dist/src/store/query.js';
import { mergeSweep } from '../../dist/src/sweep/merge/merge-sweep.js';

const [sweep, directory, sql] = process.argv.slice(2);
const start = performance.now();
const marks = {};
const merged = await mergeSweep(JSON.parse(readFileSync(sweep, 'utf8')), directory, {
  onProgress: ({ what, done, total }) => {
    if (done === total) marks[what] = (performance.now() - start) / 1000;
  },
});
const { rows } = await queryFiles(merged.tables, sql);
const seconds = (performance.now() - start) / 1000;
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
const mebibytes = maxRSS / 1024;
const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6;
process.stdout.write(JSON.stringify({ merged, rows, marks, seconds, cpuSeconds, mebibytes }));
