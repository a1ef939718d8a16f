import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { DeviceError } from '../../base/errors.js';

/** A running program in another language: it answers one line to each line that it is given. */
export interface NativeProcess {
  /** The answer to a line. */
  readonly ask: (line: string) => Promise<string>;
  /** Evaluates the work `times` times; comes back when it is done. */
  readonly run: (times: number) => Promise<void>;
  /** Counts of the last evaluation, in the order of the evaluators. */
  readonly counts: () => Promise<Uint32Array>;
  readonly close: () => void;
}

/**
 * Starts a program.
 *
 * @param environment variables beside this process's own
 */
export function startNative(
  command: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): NativeProcess {
  const env = { ...process.env, ...environment };
  const child: ChildProcess = spawn(command, words, { stdio: ['pipe', 'pipe', 'pipe'], env });
  let complaint = '';
  child.stderr!.on('data', (text) => {
    complaint += text;
  });
  // A program that is gone also closes its pipe; what it said before is what matters.
  child.stdin!.on('error', () => {});
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const failed = new Promise<never>((_, reject) => {
    const fail = (): void => reject(new DeviceError(`${command} stopped in the middle: ${complaint.trim()}`));
    child.once('error', (error) => {
      complaint += error.message;
      fail();
    });
    child.once('close', fail);
  });
  failed.catch(() => {});
  const ask = async (line: string): Promise<string> => {
    child.stdin!.write(`${line}\n`);
    const answer = await Promise.race([lines.next(), failed]);
    return answer.done ? failed : answer.value;
  };
  return {
    ask,
    async run(times) {
      await ask(String(times));
    },
    async counts() {
      return Uint32Array.from((await ask('counts')).trim().split(' '), Number);
    },
    close: () => {
      child.kill();
    },
  };
}
