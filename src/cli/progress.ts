import { Presets, SingleBar } from 'cli-progress';
import type { Progress } from '../run/evolve.js';

/** Where a run says how far it is: a bar on a terminal, a line now and then elsewhere, nothing when quiet. */
export interface ProgressLine {
  readonly update: (progress: Progress) => void;
  readonly note: (text: string) => void;
  readonly end: () => void;
}

/** Milliseconds between two lines where stderr is no terminal. */
const LINE_INTERVAL_MS = 10_000;

export function createProgressLine(quiet: boolean): ProgressLine {
  if (quiet) return { update: () => {}, note: () => {}, end: () => {} };
  return process.stderr.isTTY ? createBar() : createLines();
}

function createBar(): ProgressLine {
  const bar = new SingleBar(
    {
      format: 'generation {value}/{total} [{bar}] {percentage}%  fitness {fitness} bits  {eta_formatted} left',
      stream: process.stderr,
      hideCursor: true,
      etaBuffer: 20,
    },
    Presets.shades_classic,
  );
  let started = false;
  return {
    update({ generation, generations, fitness }) {
      const payload = { fitness: fitness.toFixed(4) };
      if (!started) bar.start(generations, generation, payload);
      else bar.update(generation, payload);
      started = true;
    },
    note(text) {
      process.stderr.write(`${started ? '\n' : ''}${text}\n`);
    },
    end() {
      if (started) bar.stop();
    },
  };
}

function createLines(): ProgressLine {
  let last = 0;
  return {
    update({ generation, generations, fitness }) {
      const now = Date.now();
      if (now - last < LINE_INTERVAL_MS && generation < generations) return;
      last = now;
      process.stderr.write(`generation ${generation} of ${generations}: mean fitness ${fitness.toFixed(4)} bits\n`);
    },
    note(text) {
      process.stderr.write(`${text}\n`);
    },
    end() {},
  };
}
