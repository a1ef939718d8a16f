import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JAX_FORMS } from '../native/jax-forms.js';
import { type NativeProcess, startNative } from '../native/native-process.js';
import { encodeWork } from '../native/native-work.js';
import { findJax } from '../native/toolchain.js';
import type { Missing } from '../report.js';
import type { Work } from '../work/work.js';
import type { JaxChoice } from './gpu-report.js';
import { askAll, compileForm, type JaxTimes, timeForms } from './jax-trials.js';
import { within } from './within.js';

/** JAX on the GPU: for each number of neighbours a process of its own, in the form that is the fastest there. */
export interface Jax {
  readonly version: string;
  readonly choices: readonly JaxChoice[];
  /** The program for works like this one, with the work loaded and run once; or why it cannot run it. */
  readonly load: (work: Work) => Promise<NativeProcess['ask'] | Missing>;
  readonly close: () => void;
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

/** @param start the command of the program, be it JAX or NumPy that it runs on */
export async function jaxProgram(
  start: readonly [string, ...string[]],
  version: string,
  folder: string,
  works: readonly Work[],
  times: JaxTimes,
  onNote: (text: string) => void,
): Promise<Jax> {
  const { patienceMs } = times;
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

  for (const work of works) put(work);
  onNote('compiling the forms of the rollout in JAX');
  const compiling = works.flatMap((work) =>
    JAX_FORMS.map((form) => compileForm(begin(), form, work, fileOf(work), patienceMs)),
  );
  const trials = await Promise.all(compiling);
  for (const { failure, program } of trials) if (failure !== null) program.close();
  const programs = new Map<number, { program: NativeProcess; form: string }>();
  const choices: JaxChoice[] = [];
  for (const work of works) {
    const own = trials.filter((trial) => trial.work === work);
    const { tried, fastest } = await timeForms(own, times);
    for (const { program, failure } of own) if (failure === null && program !== fastest?.program) program.close();
    if (fastest !== null) programs.set(neighboursOf(work), fastest);
    choices.push({ neighbours: neighboursOf(work), chosen: fastest?.form ?? '', tried });
  }

  return {
    version,
    choices,
    async load(work) {
      const chosen = programs.get(neighboursOf(work));
      if (chosen === undefined) return { missing: 'JAX runs this lattice in no form' };
      put(work);
      const { program, form } = chosen;
      const all = askAll(program, [`load ${fileOf(work)}`, `form ${form}`, 'whole 1']);
      const failure = await within(patienceMs, all, 'not compiled');
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

/** What the program's `digest` answers for these counts. */
export function sha256OfCounts(counts: Uint32Array): string {
  // Little-endian, as every platform here has them.
  return createHash('sha256')
    .update(new Uint8Array(counts.buffer, counts.byteOffset, counts.byteLength))
    .digest('hex');
}
