import type { JaxForm } from '../native/jax-forms.js';
import type { NativeProcess } from '../native/native-process.js';
import type { Missing } from '../report.js';
import { denseUpdates, type Work } from '../work/work.js';
import type { JaxChoice } from './gpu-report.js';
import { within } from './within.js';

/**
 * Words of a piece's plane: one that leaves the states in the device's cache, and one with few launches; the straight line,
 * which takes longest to compile, only one between.
 */
const PIECES: Readonly<Record<JaxForm, readonly number[]>> = {
  looped: [1 << 19, 1 << 22],
  unrolled: [1 << 19, 1 << 22],
  straight: [1 << 21],
};

export interface JaxTimes {
  /** A form that is not compiled and run once by then is left out, ms. */
  readonly patienceMs: number;
  /** Each form runs so long before it is timed, ms. */
  readonly warmMs: number;
  /** Each form is timed so long, ms. */
  readonly trialMs: number;
}

/** A form in a process of its own, with a work loaded. */
export interface Trial {
  readonly form: JaxForm;
  readonly work: Work;
  readonly program: NativeProcess;
  /** Why it could not run; null where it could, with all pieces. */
  readonly failure: string | null;
}

/** Asks one line after the other. */
export function askAll(program: NativeProcess, lines: readonly string[]): Promise<string> {
  return lines.reduce((before, line) => before.then(() => program.ask(line)), Promise.resolve(''));
}

/** Compiles a form for all its pieces; others may do so beside it, since that takes processors, not the GPU. */
export async function compileForm(
  program: NativeProcess,
  form: JaxForm,
  work: Work,
  file: string,
  patienceMs: number,
): Promise<Trial> {
  const runs = PIECES[form].flatMap((words) => [`form ${form} ${words}`, 'device 1']);
  const failure = await within(patienceMs, askAll(program, [`load ${file}`, ...runs]), 'not compiled');
  return { form, work, program, failure };
}

/** Updates a second of a form, in pieces of so many words. */
async function timeForm({ program, form, work }: Trial, words: number, times: JaxTimes): Promise<number> {
  await program.ask(`form ${form} ${words}`);
  const seconds = async (repeats: number): Promise<number> => {
    const from = performance.now();
    await program.ask(`device ${repeats}`);
    return (performance.now() - from) / 1000;
  };
  // An idle GPU takes a while to reach its clock.
  await seconds(Math.max(1, Math.round(times.warmMs / 1000 / (await seconds(1)))));
  const repeats = Math.max(1, Math.round(times.trialMs / 1000 / (await seconds(1))));
  return (denseUpdates(work) * repeats) / (await seconds(repeats));
}

/** Times all forms of one work, one after the other. */
export async function timeForms(
  trials: readonly Trial[],
  times: JaxTimes,
): Promise<{ tried: JaxChoice['tried']; fastest: { program: NativeProcess; form: string } | null }> {
  const tried: { form: string; rate: number | Missing }[] = [];
  let best = 0;
  let fastest: { program: NativeProcess; form: string } | null = null;
  for (const trial of trials) {
    for (const words of PIECES[trial.form]) {
      const rate = trial.failure === null ? await timeForm(trial, words, times) : { missing: trial.failure };
      const form = `${trial.form} ${words}`;
      tried.push({ form, rate });
      if (typeof rate !== 'number' || rate <= best) continue;
      best = rate;
      fastest = { program: trial.program, form };
    }
  }
  return { tried, fastest };
}
