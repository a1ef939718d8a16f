import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { claim, release } from '../../../src/sweep/claim/lease.js';
import { seeLeases } from '../../../src/sweep/claim/see-leases.js';
import { layout } from '../../../src/sweep/layout.js';
import { freshFolder } from '../../store/fixtures.js';

const folder = freshFolder();
const PROCESSES = 4;
const MILLISECONDS = 800;

it('leases are never held twice by processes that claim the same few points as fast as they can', async () => {
  const script = fileURLToPath(new URL('contender.mjs', import.meta.url));
  const counts = await Promise.all(
    Array.from({ length: PROCESSES }, async (_, index) => {
      const marks = join(folder(), 'marks');
      const child = spawn(process.execPath, [script, folder(), marks, String(MILLISECONDS), String(index)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      return JSON.parse(await text(child.stdout)) as Record<string, number>;
    }),
  );
  const sum = (key: string): number => counts.reduce((total, count) => total + count[key]!, 0);
  expect({ violations: sum('violations') }).toEqual({ violations: 0 });
  // All of it happened often enough to mean something.
  expect(sum('held')).toBeGreaterThan(100);
  expect(sum('abandoned')).toBeGreaterThan(20);
  expect(sum('tookOver')).toBeGreaterThan(20);
  // What is left is what the last of them abandoned; a release takes all numbers with it.
  for (const id of seeLeases(folder()).keys()) {
    release(claim(folder(), id, { claimant: { host: 'node', pid: 1, job: null }, stale: 60 })!);
  }
  const files = readdirSync(layout.claims(folder()), { recursive: true, withFileTypes: true });
  expect(files.filter((entry) => entry.isFile()).map(({ name }) => name)).toEqual([]);
});
