import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { BACKENDS } from '../simulate/tfjs/backend.js';
import type { Answer, Examined } from '../simulate/tfjs/examine.js';
import { adaptersFinding, backendFinding } from './device-findings.js';
import type { Finding } from './finding.js';

/** A driver that has not answered by then never will. */
const PATIENCE_MS = 30_000;

/** Looks at GPUs and the backends of TensorFlow.js, each in a process of its own, which may crash or hang. */
export async function examineDevices(): Promise<Finding[]> {
  const [adapters, ...backends] = await Promise.all((['adapters', ...BACKENDS] as const).map((what) => ask(what)));
  return [adaptersFinding(adapters!), ...backends.map((answer, b) => backendFinding(BACKENDS[b]!, answer))];
}

/** What this machine computes on for tests and users, in a few words. */
export async function adapterInWords(): Promise<string> {
  return adaptersFinding(await ask('adapters')).found;
}

/** @param patienceMs how long to wait for an answer, ms */
export function ask(what: Examined, patienceMs = PATIENCE_MS): Promise<Answer> {
  const file = fileURLToPath(import.meta.resolve('#workers/examine.js'));
  // What drivers and TensorFlow say on their own account is not for the user.
  const child = fork(file, [what], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], execArgv: [] });
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve({ obstacle: `no answer in ${patienceMs / 1000} s` });
      child.kill('SIGKILL');
    }, patienceMs);
    child.once('message', (answer: Answer) => resolve(answer));
    child.once('error', ({ message }) => resolve({ obstacle: message }));
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      resolve({ obstacle: `the process that looked ended with ${signal ?? `status ${code}`}` });
    });
  });
}
