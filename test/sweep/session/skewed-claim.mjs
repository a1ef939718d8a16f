// Claims points with a clock that is wrong by hours: node skewed-claim.mjs HOURS DIRECTORY ID…; prints one JSON object.
import { skewClock } from './skew-clock.mjs';

const [hours, directory, ...ids] = process.argv.slice(2);
skewClock(Number(hours));
const { claim } = await import('../../../dist/src/sweep/claim/lease.js');
const options = { claimant: { host: 'elsewhere', pid: process.pid, job: null }, stale: 120 };
const claimed = ids.map((id) => claim(directory, id, options)?.n ?? null);
process.stdout.write(JSON.stringify({ clock: Date.parse(new Date().toISOString()) / 3_600_000, claimed }));
