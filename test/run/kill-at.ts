import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RunOptions } from '../../src/run/options.js';

/** Runs in a process of its own and kills it once it has reached a generation; returns the last one it told. */
export async function killAt(options: RunOptions, generation: number, progressFile: string): Promise<number> {
  const script = fileURLToPath(new URL('killed-run.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify({ ...options, progressFile })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (data: Buffer) => {
      const last = Number(data.toString().trim().split('\n').at(-1));
      if (last >= generation) child.kill('SIGKILL');
    });
    child.on('exit', () => resolve());
  });
  return Number(readFileSync(progressFile, 'utf8').trim().split('\n').at(-1));
}
