// Claims a few points over and over for a while, against others of its kind: node contender.mjs DIRECTORY MARKS MS SEED
// Some leases it leaves behind as a dead process would. Prints one JSON object: how often it held, took over, and found
// somebody else's mark although it held.
import { closeSync, mkdirSync, openSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { beat, claim, release } from '../../../dist/src/sweep/claim/lease.js';
import { layout } from '../../../dist/src/sweep/layout.js';

const [directory, marks, milliseconds, seed] = process.argv.slice(2);
const ids = ['aa01', 'aa02', 'bb03'];
const counts = { held: 0, tookOver: 0, abandoned: 0, lost: 0, violations: 0 };
let state = Number(seed) + 1;
const random = (n) => {
  state = (state * 48271) % 2147483647;
  return state % n;
};
const wait = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

mkdirSync(marks, { recursive: true });
const end = Date.now() + Number(milliseconds);
while (Date.now() < end) {
  const id = ids[random(ids.length)];
  const lease = claim(directory, id, { claimant: { host: 'node', pid: process.pid, job: null }, stale: 60 });
  if (lease === null) continue;
  counts.held++;
  if (lease.from !== null) counts.tookOver++;
  const mark = join(marks, id);
  try {
    closeSync(openSync(mark, 'wx'));
  } catch {
    counts.violations++;
  }
  if (random(3) === 0) wait(random(4));
  if (!beat(lease, null)) counts.lost++;
  rmSync(mark, { force: true });
  if (random(3) === 0) {
    counts.abandoned++;
    utimesSync(layout.lease(directory, id, lease.n), 0, 0);
  } else {
    release(lease);
  }
}
process.stdout.write(JSON.stringify(counts));
