import { Presets, SingleBar } from 'cli-progress';
import type { Progress } from '../run/evolve.js';
import { formatSeconds } from './format-seconds.js';

/** Where a run says how far it is: a bar on a terminal, a line now and then elsewhere, nothing when quiet. */
export interface ProgressLine {
  readonly update: (progress: Progress) => void;
  readonly note: (text: string) => void;
  /** What is said also where quiet was asked for. */
  readonly warn: (text: string) => void;
  readonly end: () => void;
}

/** Milliseconds between two lines where stderr is no terminal. */
const LINE_INTERVAL_MS = 10_000;

export function createProgressLine(quiet: boolean): ProgressLine {
  const warn = (text: string): void => {
    process.stderr.write(`${text}\n`);
  };
  if (quiet) return { update: () => {}, note: () => {}, warn, end: () => {} };
  return process.stderr.isTTY ? createBar() : createLines();
}

function createBar(): ProgressLine {
  const bar = new SingleBar(
    {
      format: '[{bar}] generation {value}/{total}  {eta} left  fitness {fitness} bits',
      barsize: 20,
      stream: process.stderr,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  let first: { generation: number; at: number } | null = null;
  const say = (text: string): void => {
    process.stderr.write(`${first === null ? '' : '\n'}${text}\n`);
  };
  return {
    update({ generation, generations, fitness }) {
      if (first === null) {
        first = { generation, at: performance.now() };
        bar.start(generations, generation, { fitness: fitness.toFixed(4), eta: '-' });
        return;
      }
      const msPerGeneration = (performance.now() - first.at) / (generation - first.generation);
      const eta = formatSeconds((msPerGeneration * (generations - generation)) / 1000);
      bar.update(generation, { fitness: fitness.toFixed(4), eta });
    },
    note: say,
    warn: say,
    end() {
      if (first !== null) bar.stop();
    },
  };
}

function createLines(): ProgressLine {
  let last = 0;
  const say = (text: string): void => {
    process.stderr.write(`${text}\n`);
  };
  return {
    update({ generation, generations, fitness }) {
      const now = Date.now();
      if (now - last < LINE_INTERVAL_MS && generation < generations) return;
      last = now;
      process.stderr.write(`generation ${generation} of ${generations}: mean fitness ${fitness.toFixed(4)} bits\n`);
    },
    note: say,
    warn: say,
    end() {},
  };
}
