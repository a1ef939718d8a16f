import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JAX_FORMS, type JaxForm } from '../native/jax-forms.js';
import { type NativeProcess, startNative } from '../native/native-process.js';
import { encodeWork } from '../native/native-work.js';
import { findJax } from '../native/toolchain.js';
import type { Missing } from '../report.js';
import { denseUpdates, type Work } from '../work/work.js';
import type { JaxChoice } from './gpu-report.js';

/**
 * Words of a piece's plane: one that leaves the states in the device's cache, and one with few launches; the straight line,
 * which takes longest to compile, only one between.
 */
const PIECES: Readonly<Record<JaxForm, readonly number[]>> = {
  looped: [1 << 19, 1 << 22],
  unrolled: [1 << 19, 1 << 22],
  straight: [1 << 21],
};

/** JAX on the GPU: for each number of neighbours a process of its own, in the form that is the fastest there. */
export interface Jax {
  readonly version: string;
  readonly choices: readonly JaxChoice[];
  /** The program for works like this one, with the work loaded and run once; or why it cannot run it. */
  readonly load: (work: Work) => Promise<NativeProcess['ask'] | Missing>;
  readonly close: () => void;
}

export interface JaxTimes {
  /** A form that is not compiled and run once by then is left out, ms. */
  readonly patienceMs: number;
  /** Each form runs so long before it is timed, ms. */
  readonly warmMs: number;
  /** Each form is timed so long, ms. */
  readonly trialMs: number;
}

/** Starts JAX and chooses its forms by these works, one for each number of neighbours; or says why it is not compared with. */
export async function startJax(
  folder: string,
  works: readonly Work[],
  times: JaxTimes,
  onNote: (text: string) => void,
): Promise<Jax | Missing> {
  const found = findJax(folder);
  if ('missing' in found) return { missing: found.missing };
  if (found.gpu === undefined) return { missing: `${found.version}: it finds no GPU` };
  return jaxProgram(found.start, found.version, folder, works, times, onNote);
}

/** A form in a process of its own, with a work loaded. */
interface Trial {
  readonly form: JaxForm;
  readonly work: Work;
  readonly program: NativeProcess;
  /** Why it could not run; null where it could, with all pieces. */
  readonly failure: string | null;
}

/** @param start the command of the program, be it JAX or NumPy that it runs on */
export async function jaxProgram(
  start: readonly [string, ...string[]],
  version: string,
  folder: string,
  works: readonly Work[],
  { patienceMs, warmMs, trialMs }: JaxTimes,
  onNote: (text: string) => void,
): Promise<Jax> {
  const environment = {
    // Otherwise it takes three quarters of the device's memory at once.
    XLA_PYTHON_CLIENT_PREALLOCATE: 'false',
    TF_CPP_MIN_LOG_LEVEL: '2',
    // What one process has compiled another need not compile again.
    JAX_COMPILATION_CACHE_DIR: join(folder, 'jax-cache'),
    JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS: '0',
  };
  const begin = (): NativeProcess => startNative(start[0], start.slice(1), environment);
  const neighboursOf = ({ system }: Work): number => system.lattice.neighbourCount;
  const fileOf = (work: Work): string => join(folder, `jax-${neighboursOf(work)}.work`);
  const put = (work: Work): void => writeFileSync(fileOf(work), encodeWork(work));

  /** Compiles a form for all pieces, beside all other forms: that takes processors, not the GPU. */
  const compile = async (work: Work, form: JaxForm): Promise<Trial> => {
    const program = begin();
    const lines = [`load ${fileOf(work)}`, ...PIECES[form].flatMap((words) => [`form ${form} ${words}`, 'device 1'])];
    const all = lines.reduce((before, line) => before.then(() => program.ask(line)), Promise.resolve(''));
    const failure = await within(patienceMs, all);
    return { form, work, program, failure };
  };

  /** Updates a second of a form. */
  const time = async ({ program, form, work }: Trial, words: number): Promise<number> => {
    await program.ask(`form ${form} ${words}`);
    const seconds = async (times: number): Promise<number> => {
      const from = performance.now();
      await program.ask(`device ${times}`);
      return (performance.now() - from) / 1000;
    };
    // An idle GPU takes a while to reach its clock.
    await seconds(Math.max(1, Math.round(warmMs / 1000 / (await seconds(1)))));
    const times = Math.max(1, Math.round(trialMs / 1000 / (await seconds(1))));
    return (denseUpdates(work) * times) / (await seconds(times));
  };

  for (const work of works) put(work);
  onNote('compiling the forms of the rollout in JAX');
  const trials = await Promise.all(works.flatMap((work) => JAX_FORMS.map((form) => compile(work, form))));
  for (const { failure, program } of trials) if (failure !== null) program.close();
  const programs = new Map<number, { program: NativeProcess; form: string }>();
  const choices: JaxChoice[] = [];
  for (const work of works) {
    const tried: { form: string; rate: number | Missing }[] = [];
    let fastest = 0;
    for (const trial of trials.filter((one) => one.work === work)) {
      for (const words of PIECES[trial.form]) {
        const rate = trial.failure === null ? await time(trial, words) : { missing: trial.failure };
        const form = `${trial.form} ${words}`;
        tried.push({ form, rate });
        if (typeof rate !== 'number' || rate <= fastest) continue;
        fastest = rate;
        programs.set(neighboursOf(work), { program: trial.program, form });
      }
    }
    const chosen = programs.get(neighboursOf(work));
    for (const { program, failure, work: own } of trials) {
      if (own === work && failure === null && program !== chosen?.program) program.close();
    }
    choices.push({ neighbours: neighboursOf(work), chosen: chosen?.form ?? '', tried });
  }

  return {
    version,
    choices,
    async load(work) {
      const chosen = programs.get(neighboursOf(work));
      if (chosen === undefined) return { missing: 'JAX runs this lattice in no form' };
      put(work);
      const { program, form } = chosen;
      const lines = [`load ${fileOf(work)}`, `form ${form}`, 'whole 1'];
      const all = lines.reduce((before, line) => before.then(() => program.ask(line)), Promise.resolve(''));
      const failure = await within(patienceMs, all);
      if (failure === null) return program.ask;
      program.close();
      programs.set(neighboursOf(work), { program: begin(), form });
      return { missing: `JAX: ${failure}` };
    },
    close() {
      for (const { program } of programs.values()) program.close();
    },
  };
}

/** Waits for something: null where it came in time, otherwise why it did not. */
async function within(ms: number, awaited: Promise<unknown>): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`not compiled in ${ms / 1000} s`), ms);
  });
  const done = awaited.then(
    () => null,
    (error: Error) => error.message,
  );
  try {
    return await Promise.race([done, late]);
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
