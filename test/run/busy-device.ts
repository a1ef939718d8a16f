import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

/** Waits for the end of a process; one that hangs is killed by the test's own time limit, and by this one before it. */
export function endOf(child: ChildProcess): Promise<Ending> {
  let output = '';
  child.stdout!.on('data', (data: Buffer) => (output += data));
  child.stderr!.on('data', (data: Buffer) => (output += data));
  return new Promise((resolve, reject) => {
    const hangs = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`still there after 40 s:\n${output}`));
    }, 40_000);
    child.on('exit', (code, signal) => {
      clearTimeout(hangs);
      resolve({ code, signal, output });
    });
  });
}

/** A process whose device is busy, up to where it says so. */
export async function busy(end: string): Promise<{ child: ChildProcess; ending: Promise<Ending> }> {
  const script = fileURLToPath(new URL('ending-device.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, end, 'tfjs:webgpu'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ending = endOf(child);
  await new Promise<void>((resolve) => {
    child.stdout!.on('data', (data: Buffer) => data.toString().includes('busy') && resolve());
    child.on('exit', () => resolve());
  });
  return { child, ending };
}
