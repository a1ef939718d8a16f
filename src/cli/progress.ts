import { Presets, SingleBar } from 'cli-progress';
import type { Progress } from '../run/evolve.js';
import { formatSeconds } from './format-seconds.js';

/** How one kind of work says how far it is. */
export interface ProgressStyle<Step> {
  /** What follows the bar; `{value}`, `{total}`, `{left}` and `{state}` are filled in. */
  readonly bar: string;
  readonly done: (step: Step) => number;
  readonly total: (step: Step) => number;
  readonly state: (step: Step) => string;
  /** The same where there is no terminal. */
  readonly line: (step: Step) => string;
  readonly isLast: (step: Step) => boolean;
  /** Whether the pace so far tells the time that is left; always where it is not said. */
  readonly isTold?: (step: Step) => boolean;
}

/** A run counts generations. */
export const generations: ProgressStyle<Progress> = {
  bar: 'generation {value}/{total}  {left} left  {state}',
  done: ({ generation }) => generation,
  total: (step) => step.generations,
  state: ({ fitness }) => `fitness ${fitness.toFixed(4)} bits`,
  line: ({ generation, generations: all, fitness }) =>
    `generation ${generation} of ${all}: mean fitness ${fitness.toFixed(4)} bits`,
  isLast: ({ generation, generations: all }) => generation >= all,
};

/** Where work says how far it is: a bar on a terminal, a line now and then elsewhere, nothing when quiet. */
export interface ProgressLine<Step> {
  readonly update: (step: Step) => void;
  readonly note: (text: string) => void;
  /** What is said also where quiet was asked for. */
  readonly warn: (text: string) => void;
  readonly end: () => void;
}

/** Milliseconds between two lines where stderr is no terminal. */
const LINE_INTERVAL_MS = 10_000;

export function createProgressLine<Step>(quiet: boolean, style: ProgressStyle<Step>): ProgressLine<Step> {
  const warn = (text: string): void => {
    process.stderr.write(`${text}\n`);
  };
  if (quiet) return { update: () => {}, note: () => {}, warn, end: () => {} };
  return process.stderr.isTTY ? createBar(style) : createLines(style);
}

function createBar<Step>(style: ProgressStyle<Step>): ProgressLine<Step> {
  const bar = new SingleBar(
    { format: `[{bar}] ${style.bar}`, barsize: 20, stream: process.stderr, hideCursor: true },
    Presets.shades_classic,
  );
  let first: { done: number; at: number } | null = null;
  const say = (text: string): void => {
    process.stderr.write(`${first === null ? '' : '\n'}${text}\n`);
  };
  return {
    update(step) {
      const done = style.done(step);
      const total = style.total(step);
      const state = style.state(step);
      if (first === null) {
        first = { done, at: performance.now() };
        bar.start(total, done, { state, left: '-' });
        return;
      }
      const msPerStep = (performance.now() - first.at) / (done - first.done);
      const isTold = done > first.done && (style.isTold?.(step) ?? true);
      const left = isTold ? formatSeconds((msPerStep * (total - done)) / 1000) : '-';
      bar.update(done, { state, left });
    },
    note: say,
    warn: say,
    end() {
      if (first !== null) bar.stop();
    },
  };
}

function createLines<Step>(style: ProgressStyle<Step>): ProgressLine<Step> {
  let last = 0;
  let said = '';
  const say = (text: string): void => {
    process.stderr.write(`${text}\n`);
  };
  return {
    update(step) {
      const now = Date.now();
      const text = style.line(step);
      if ((now - last < LINE_INTERVAL_MS && !style.isLast(step)) || text === said) return;
      last = now;
      said = text;
      say(text);
    },
    note: say,
    warn: say,
    end() {},
  };
}
