import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeviceError } from '../../base/errors.js';
import { JAX_FORMS } from '../native/jax-forms.js';
import { type NativeProcess, startNative } from '../native/native-process.js';
import { encodeWork, type NativeWork } from '../native/native-work.js';
import { findJax } from '../native/toolchain.js';
import type { Missing } from '../report.js';
import { denseUpdates, type Work } from '../work/work.js';
import type { JaxChoice } from './gpu-report.js';

/** Words of a piece's plane: one with few launches, and one that leaves the states in the device's cache. */
const PIECES = [1 << 22, 1 << 19];

/** JAX on the GPU, in a process of its own that lives as long as the benchmark. */
export interface Jax {
  readonly version: string;
  /** Tries all forms on a work, and leaves the program in the fastest. */
  readonly choose: (work: Work) => Promise<JaxChoice>;
  /** Takes the form chosen for the work's number of neighbours. */
  readonly load: (work: NativeWork) => Promise<void>;
  /** Ends the program and starts it anew. */
  readonly restart: () => Promise<void>;
  readonly ask: NativeProcess['ask'];
  readonly close: () => void;
}

export interface JaxTimes {
  /** A form that is not compiled and run once by then is left out, ms. */
  readonly patienceMs: number;
  /** All forms of one lattice together: those that come later are left out, ms. */
  readonly budgetMs: number;
  /** Each form runs so long before it is timed, ms. */
  readonly warmMs: number;
  /** Each form is timed so long, ms. */
  readonly trialMs: number;
}

/** Starts JAX, or says why it is not compared with. */
export function startJax(folder: string, times: JaxTimes, onNote: (text: string) => void): Jax | Missing {
  const found = findJax(folder);
  if ('missing' in found) return { missing: found.missing };
  if (found.gpu === undefined) return { missing: `${found.version}: it finds no GPU` };
  return jaxProgram(found.start, found.version, join(folder, 'jax.work'), times, onNote);
}

/** @param start the command of the program, be it JAX or NumPy that it runs on */
export function jaxProgram(
  start: readonly [string, ...string[]],
  version: string,
  file: string,
  { patienceMs, budgetMs, warmMs, trialMs }: JaxTimes,
  onNote: (text: string) => void,
): Jax {
  // Otherwise it takes three quarters of the device's memory at once.
  const begin = (): NativeProcess =>
    startNative(start[0], start.slice(1), { XLA_PYTHON_CLIENT_PREALLOCATE: 'false', TF_CPP_MIN_LOG_LEVEL: '2' });
  let program = begin();
  const chosen = new Map<number, string>();
  const put = async (work: NativeWork): Promise<void> => {
    writeFileSync(file, encodeWork(work));
    await program.ask(`load ${file}`);
  };

  const restart = async (): Promise<void> => {
    program.close();
    program = begin();
    await program.ask('about');
  };

  /** Updates a second of a form, from the second evaluation on. */
  const trial = async (form: string, updates: number, leftMs: number): Promise<number | Missing> => {
    await program.ask(`form ${form}`);
    const compiling = program.ask('device 1');
    compiling.catch(() => {});
    if (!(await within(leftMs, compiling))) return { missing: `not compiled in ${(leftMs / 1000).toFixed(0)} s` };
    const seconds = async (times: number): Promise<number> => {
      const from = performance.now();
      await program.ask(`device ${times}`);
      return (performance.now() - from) / 1000;
    };
    // An idle GPU takes a while to reach its clock.
    await seconds(Math.max(1, Math.round(warmMs / 1000 / (await seconds(1)))));
    const once = await seconds(1);
    const times = Math.max(1, Math.round(trialMs / 1000 / once));
    return (updates * times) / (await seconds(times));
  };

  return {
    version,
    ask: (line) => program.ask(line),
    close: () => program.close(),
    restart,
    async load(work) {
      await put(work);
      await program.ask(`form ${chosen.get(work.system.lattice.neighbourCount)!}`);
    },
    async choose(work) {
      const neighbours = work.system.lattice.neighbourCount;
      const tried: { form: string; rate: number | Missing }[] = [];
      const begun = performance.now();
      const spent = (): number => performance.now() - begun;
      const tooSlow = new Set<string>();
      await put(work);
      for (const words of PIECES) {
        for (const name of JAX_FORMS) {
          const form = `${name} ${words}`;
          const left = Math.min(patienceMs, budgetMs - spent());
          let rate: number | Missing;
          if (tooSlow.has(name)) rate = { missing: 'as little as with larger pieces' };
          else if (left <= 0) rate = { missing: `not tried: ${budgetMs / 1000} s were over` };
          else {
            onNote(`JAX, K = ${neighbours}: ${form}`);
            rate = await trial(form, denseUpdates(work), left).catch((error: Error) => ({ missing: error.message }));
            if (typeof rate !== 'number') {
              tooSlow.add(name);
              await restart();
              await put(work);
            }
          }
          tried.push({ form, rate });
        }
      }
      const rateOf = ({ rate }: { rate: number | Missing }): number => (typeof rate === 'number' ? rate : 0);
      const best = tried.reduce((a, b) => (rateOf(b) > rateOf(a) ? b : a));
      if (rateOf(best) === 0) throw new DeviceError(`benchmark: JAX runs in no form: ${JSON.stringify(tried)}`);
      chosen.set(neighbours, best.form);
      return { neighbours, chosen: best.form, tried };
    },
  };
}

/** Whether something happens in time; throws what it throws. */
async function within(ms: number, awaited: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([awaited.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What the program's `digest` answers for these counts. */
export function sha256OfCounts(counts: Uint32Array): string {
  // Little-endian, as every platform here has them.
  return createHash('sha256')
    .update(new Uint8Array(counts.buffer, counts.byteOffset, counts.byteLength))
    .digest('hex');
}
